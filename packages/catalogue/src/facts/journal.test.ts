import { testFact } from "../../testing/test-fact.ts";
import { journal } from "./journal.ts";

testFact(journal, {
  "a Debian 12 that followed the old guide": {
    outputs: { journal: "folder\nend\n" },
    gives: { settings: {}, folder: true },
  },
  "stopped half way": { outputs: { journal: "folder\n" }, unreadable: /before its end/ },
});
