import { exampleHost } from "../../../testing/example-host.ts";
import { noFirewall } from "../../../testing/firewall-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { declaredFirewall } from "../../states/firewall-as-declared.ts";
import { banOrThrottle } from "./ban-or-throttle.ts";

const none = { sees: [], crowdsec: false, firewall: false };
const onlyFromJump = { ports: [{ port: 22, protocol: "tcp", reason: "administration", from: ["jump-1"] }] } as const;

testControl(banOrThrottle, {
  holds: {
    "Debian 13 as installed": {
      facts: { rules: noFirewall, limits: { ...none, penalties: "crash:90 authfail:5 noauth:1" } },
    },
    "fail2ban on the journal": {
      facts: { rules: noFirewall, limits: { ...none, fail2ban: "running", sees: ["journal"] } },
      because: /the journal/,
    },
    "a limit in the firewall": { facts: { rules: noFirewall, limits: { ...none, firewall: true } } },
    "our own table": { facts: { limits: none, rules: declaredFirewall(exampleHost()) }, because: /limits/ },
    "SSH is open to named hosts only": {
      facts: { limits: none, rules: declaredFirewall(exampleHost(onlyFromJump)) },
      wanted: onlyFromJump,
      because: /named hosts/,
    },
    CrowdSec: { facts: { rules: noFirewall, limits: { ...none, crowdsec: true } } },
  },
  broken: {
    "Debian 12 as installed": { facts: { rules: noFirewall, limits: none }, because: /nothing/ },
    "fail2ban on Debian 12, without auth.log": {
      facts: { rules: noFirewall, limits: { ...none, fail2ban: "stopped" } },
      because: /does not run/,
    },
    "a jail without a log": {
      facts: { rules: noFirewall, limits: { ...none, fail2ban: "running" } },
      because: /looks at nothing/,
    },
    "ufw is in charge, and limits nothing": {
      facts: { limits: none, rules: { ...noFirewall, manager: "ufw" } },
      stays: true,
    },
    "switched off in sshd": { facts: { rules: noFirewall, limits: { ...none, penalties: "no" } } },
  },
});
