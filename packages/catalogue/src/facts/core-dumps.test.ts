import { testFact } from "../../testing/test-fact.ts";
import { coreDumps } from "./core-dumps.ts";

testFact(coreDumps, {
  "a Debian 12 that followed the old guide": {
    outputs: { dumps: "end\n" },
    gives: { limited: false, storage: "external" },
  },
  "stopped half way": { outputs: { dumps: "" }, unreadable: /before its end/ },
});
