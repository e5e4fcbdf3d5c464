import { testFact } from "../../testing/test-fact.ts";
import { swaps } from "./swaps.ts";

testFact(swaps, {
  "a Debian 12 that followed the old guide": { outputs: { swaps: "Type Filename\n" }, gives: [] },
});
