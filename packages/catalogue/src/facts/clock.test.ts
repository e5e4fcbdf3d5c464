import { testFact } from "../../testing/test-fact.ts";
import { clock } from "./clock.ts";

testFact(clock, {
  "systemd-timesyncd": { outputs: { clock: "synchronised yes\nend\n" }, gives: { synchronised: true } },
  "chrony, slow by two milliseconds": {
    outputs: { clock: "synchronised yes\noffset -0.002118\nend\n" },
    gives: { synchronised: true, offset: 0.002118 },
  },
  "a container": { outputs: { clock: "end\n" }, unreadable: /nothing on the host/ },
});
