import { testControl } from "../../../testing/test-control.ts";
import { banOrThrottle } from "./ban-or-throttle.ts";

const none = { sees: [], firewall: false };
const on = { loaded: true, active: true, enabled: true, restart: "always" };

testControl(banOrThrottle, {
  holds: {
    "Debian 13 as installed": { facts: { limits: { ...none, penalties: "crash:90 authfail:5 noauth:1" }, units: {} } },
    "fail2ban on the journal": {
      facts: { limits: { ...none, fail2ban: "running", sees: ["journal"] }, units: {} },
      because: /the journal/,
    },
    "a limit in the firewall": { facts: { limits: { ...none, firewall: true }, units: {} } },
    CrowdSec: { facts: { limits: none, units: { "crowdsec.service": on } } },
  },
  broken: {
    "Debian 12 as installed": { facts: { limits: none, units: {} }, because: /nothing/ },
    "fail2ban on Debian 12, without auth.log": {
      facts: { limits: { ...none, fail2ban: "stopped" }, units: {} },
      because: /does not run/,
    },
    "a jail without a log": {
      facts: { limits: { ...none, fail2ban: "running" }, units: {} },
      because: /looks at nothing/,
    },
    "switched off in sshd": { facts: { limits: { ...none, penalties: "no" }, units: {} } },
  },
});
