import { testFact } from "../../testing/test-fact.ts";
import { runningKernel } from "./running-kernel.ts";

testFact(runningKernel, {
  "a Debian 12 that followed the old guide": {
    outputs: { kernel: "running 6.1.0-37-amd64\ncontainer none\nend\n" },
    gives: { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] },
  },
  "stopped half way": { outputs: { kernel: "running 6.1.0-37-amd64\ncontainer none\n" }, unreadable: /before its end/ },
});
