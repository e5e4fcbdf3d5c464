import { testFact } from "../../testing/test-fact.ts";
import { fileIntegrityState } from "./file-integrity.ts";

testFact(fileIntegrityState, {
  "a Debian 12 that followed the old guide": {
    outputs: { aide: "installed\nnow 1795240646\ndaily\ndaily\nend\n" },
    gives: { installed: true, daily: true },
  },
  "stopped half way": { outputs: { aide: "installed\nnow 1795240646\ndaily\ndaily\n" }, unreadable: /before its end/ },
});
