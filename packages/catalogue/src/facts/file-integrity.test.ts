import { testFact } from "../../testing/test-fact.ts";
import { fileIntegrityState } from "./file-integrity.ts";

testFact(fileIntegrityState, {
  "a Debian 12 that followed the old guide": {
    outputs: { aide: "installed\nnow 1795240237\ncron\nend\n" },
    gives: { installed: true, cron: true },
  },
  "stopped half way": { outputs: { aide: "installed\nnow 1795240237\ncron\n" }, unreadable: /before its end/ },
});
