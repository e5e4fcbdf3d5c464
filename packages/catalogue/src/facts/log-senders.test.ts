import { testFact } from "../../testing/test-fact.ts";
import { logSenders } from "./log-senders.ts";

testFact(logSenders, {
  "a Debian 12 that followed the old guide": { outputs: { rules: "end\n" }, gives: { forwards: [], encrypted: false } },
  "stopped half way": { outputs: { rules: "" }, unreadable: /before its end/ },
});
