import { testControl } from "../../../testing/test-control.ts";
import { oneTimeDaemon } from "./one-time-daemon.ts";

const on = { loaded: true, active: true, enabled: true, restart: "always" };

testControl(oneTimeDaemon, {
  holds: {
    "Debian 12 as installed": { facts: { units: { "systemd-timesyncd.service": on } } },
    "chrony alone": {
      facts: { units: { "chrony.service": on, "systemd-timesyncd.service": { ...on, active: false } } },
      because: /chrony/,
    },
  },
  broken: {
    "two of them": { facts: { units: { "chrony.service": on, "ntpsec.service": on } }, because: /more than one/ },
    "none at all": { facts: { units: {} }, because: /no time daemon/ },
  },
});
