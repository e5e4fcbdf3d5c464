import { testControl } from "../../../testing/test-control.ts";
import { logShipping } from "./log-shipping.ts";

const on = { loaded: true, active: true, enabled: true, restart: "always" };
const none = { forwards: [], encrypted: false };
const rsyslog = { forwards: ["/etc/rsyslog.d/90-central.conf"], encrypted: false };

testControl(logShipping, {
  holds: {
    "Vector runs": { facts: { shipping: none, units: { "vector.service": on } }, because: /vector/ },
    "rsyslog with TLS": { facts: { shipping: { ...rsyslog, encrypted: true }, units: { "rsyslog.service": on } } },
  },
  broken: {
    "Debian 12 as installed": { facts: { shipping: none, units: {} }, because: /no program/ },
    "in clear text": { facts: { shipping: rsyslog, units: { "rsyslog.service": on } }, because: /clear text/ },
    "configured, and rsyslog was removed": { facts: { shipping: rsyslog, units: {} }, because: /does not run/ },
    "a shipper that has stopped": { facts: { shipping: none, units: { "vector.service": { ...on, active: false } } } },
  },
});
