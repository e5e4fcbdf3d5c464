import { testControl } from "../../../testing/test-control.ts";
import { auditRules } from "./audit-rules.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };
const rules = [
  "-w /etc/passwd -p wa -k identity",
  "-w /etc/sudoers -p wa -k scope",
  "-a always,exit -F arch=b64 -S adjtimex,settimeofday,clock_settime -F key=time-change",
  "-a always,exit -F arch=b64 -S init_module,finit_module,delete_module -F key=modules",
  "-a always,exit -F arch=b64 -S execve -C uid!=euid -F euid=0 -F key=setuid",
];
const audit = { installed: true, enabled: 1, lost: 0, rules };

testControl(auditRules, {
  holds: { "all five": { facts: { machine, audit } } },
  broken: {
    "Debian 12 with auditd as installed": {
      facts: { machine, audit: { ...audit, rules: [] } },
      because: /accounts, changes of sudo/,
    },
    "without modules": {
      facts: { machine, audit: { ...audit, rules: rules.filter((rule) => !rule.includes("module")) } },
      because: /kernel modules$/,
    },
  },
});
