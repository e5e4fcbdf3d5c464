import { testFact } from "../../testing/test-fact.ts";
import { recoveryTests } from "./recovery-tests.ts";

const file = "FE83nkcX4XF_70siUVGmCA";

testFact(recoveryTests, {
  "nobody tested anything here": { outputs: { tests: "end\n" }, gives: [] },
  "on the operator's machine": {
    outputs: { tests: `test ${file} {"at":"2026-11-22T08:00:00Z","shares":2}\nend\n` },
    gives: [{ file, at: "2026-11-22T08:00:00Z", shares: 2 }],
  },
  "notes that are none": {
    outputs: {
      tests: `test ${file} {"at":"today","shares":2}\ntest ${file} {}\ntest x {"at":"2026-11-22","shares":2}\nend\n`,
    },
    gives: [],
  },
  "cut off": {
    outputs: { tests: `test ${file} {"at":"2026-11-22","shares":2}\n` },
    unreadable: /stops before its end/,
  },
});
