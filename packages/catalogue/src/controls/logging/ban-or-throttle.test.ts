import { testControl } from "../../../testing/test-control.ts";
import { banOrThrottle } from "./ban-or-throttle.ts";

const none = { sees: [], crowdsec: false, firewall: false };

testControl(banOrThrottle, {
  holds: {
    "Debian 13 as installed": { facts: { limits: { ...none, penalties: "crash:90 authfail:5 noauth:1" } } },
    "fail2ban on the journal": {
      facts: { limits: { ...none, fail2ban: "running", sees: ["journal"] } },
      because: /the journal/,
    },
    "a limit in the firewall": { facts: { limits: { ...none, firewall: true } } },
    CrowdSec: { facts: { limits: { ...none, crowdsec: true } } },
  },
  broken: {
    "Debian 12 as installed": { facts: { limits: none }, because: /nothing/ },
    "fail2ban on Debian 12, without auth.log": {
      facts: { limits: { ...none, fail2ban: "stopped" } },
      because: /does not run/,
    },
    "a jail without a log": {
      facts: { limits: { ...none, fail2ban: "running" } },
      because: /looks at nothing/,
    },
    "switched off in sshd": { facts: { limits: { ...none, penalties: "no" } } },
  },
});
