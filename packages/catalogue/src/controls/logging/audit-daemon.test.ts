import { testControl } from "../../../testing/test-control.ts";
import { auditDaemon } from "./audit-daemon.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };
const on = { installed: true, enabled: 1, lost: 0, rules: [] };

testControl(auditDaemon, {
  holds: {
    "auditd as installed": { facts: { machine, audit: on } },
    "locked until the next start": { facts: { machine, audit: { ...on, enabled: 2 } }, because: /locked/ },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { machine, audit: { installed: false, enabled: 0, lost: 0, rules: [] } },
      because: /not installed/,
    },
    "switched off": { facts: { machine, audit: { ...on, enabled: 0 } }, because: /does not record/ },
    "too much at once": { facts: { machine, audit: { ...on, lost: 314 } }, because: /314/ },
  },
});
