import { exampleHost } from "../../../testing/example-host.ts";
import { noFirewall } from "../../../testing/firewall-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { declaredFirewall } from "../../states/firewall-as-declared.ts";
import { banOrThrottle } from "./ban-or-throttle.ts";

const none = { sees: [], crowdsec: false, firewall: false };
const sshd = { byAccount: { ada: { persourcemaxstartups: "none" } } };
const onlyFromJump = { ports: [{ port: 22, protocol: "tcp", reason: "administration", from: ["jump-1"] }] } as const;

testControl(banOrThrottle, {
  holds: {
    "Debian 13 as installed": {
      facts: { sshd, rules: noFirewall, limits: { ...none, penalties: "crash:90 authfail:5 noauth:1" } },
    },
    "fail2ban on the journal": {
      facts: { sshd, rules: noFirewall, limits: { ...none, fail2ban: "running", sees: ["journal"] } },
      because: /the journal/,
    },
    "a limit in the firewall": { facts: { sshd, rules: noFirewall, limits: { ...none, firewall: true } } },
    "sshd bounds each source": {
      facts: { limits: none, rules: noFirewall, sshd: { byAccount: { ada: { persourcemaxstartups: "20" } } } },
      because: /logins of one source/,
    },
    "SSH is open to named hosts only": {
      facts: { sshd, limits: none, rules: declaredFirewall(exampleHost(onlyFromJump)) },
      wanted: onlyFromJump,
      because: /named hosts/,
    },
    CrowdSec: { facts: { sshd, rules: noFirewall, limits: { ...none, crowdsec: true } } },
  },
  broken: {
    "Debian 12 as installed": { facts: { sshd, rules: noFirewall, limits: none }, because: /nothing/ },
    "fail2ban on Debian 12, without auth.log": {
      facts: { sshd, rules: noFirewall, limits: { ...none, fail2ban: "stopped" } },
      because: /does not run/,
    },
    "a jail without a log": {
      facts: { sshd, rules: noFirewall, limits: { ...none, fail2ban: "running" } },
      because: /looks at nothing/,
    },
    "our own table opens SSH to everybody": { facts: { sshd, limits: none, rules: declaredFirewall(exampleHost()) } },
    "sshd takes hundreds from one source": {
      facts: { limits: none, rules: noFirewall, sshd: { byAccount: { ada: { persourcemaxstartups: "500" } } } },
    },
    "switched off in sshd": { facts: { sshd, rules: noFirewall, limits: { ...none, penalties: "no" } } },
  },
});
