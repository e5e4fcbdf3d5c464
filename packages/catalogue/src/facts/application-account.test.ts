import { testFact } from "../../testing/test-fact.ts";
import { applicationAccount } from "./application-account.ts";

testFact(applicationAccount, {
  "a Debian 12 that followed the old guide": {
    outputs: { account: "uid 1000\nshell /bin/false\npassword locked\ngroup application\nend\n" },
    gives: { uid: 1000, shell: "/bin/false", password: "locked", groups: ["application"], runsAs: [] },
  },
  "stopped half way": {
    outputs: { account: "uid 1000\nshell /bin/false\npassword locked\ngroup application\n" },
    unreadable: /before its end/,
  },
});
