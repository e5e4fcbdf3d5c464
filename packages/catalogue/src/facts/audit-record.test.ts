import { testFact } from "../../testing/test-fact.ts";
import { auditRecord } from "./audit-record.ts";

testFact(auditRecord, {
  "a Debian 12 that followed the old guide": {
    outputs: { audit: "enabled 0\nlost 0\nrule No rules\nend\n" },
    gives: { installed: true, enabled: 0, lost: 0, rules: [] },
  },
  "stopped half way": { outputs: { audit: "enabled 0\nlost 0\nrule No rules\n" }, unreadable: /before its end/ },
});
