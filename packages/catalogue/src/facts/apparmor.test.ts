import { testFact } from "../../testing/test-fact.ts";
import { apparmor } from "./apparmor.ts";

testFact(apparmor, {
  "Debian 12 as installed": {
    outputs: { apparmor: "enabled Y\nenforced 7\ncomplaining 2\nend\n" },
    gives: { enabled: true, enforced: 7, complaining: 2 },
  },
  "a kernel without it": { outputs: { apparmor: "end\n" }, gives: { enabled: false, enforced: 0, complaining: 0 } },
});
