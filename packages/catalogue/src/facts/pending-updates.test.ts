import { testFact } from "../../testing/test-fact.ts";
import { pendingUpdates } from "./pending-updates.ts";

testFact(pendingUpdates, {
  "a Debian 12 that followed the old guide": {
    outputs: {
      plan: "now 1795240645\nlist 1795239032\nlist 1795239032\nlist 1795239032\nsecurity libapt-pkg6.0\nsecurity apt\nsecurity libpcre2-8-0\nsecurity tzdata\nsecurity ca-certificates\nsecurity libexpat1\nend\n",
    },
    gives: {
      security: ["libapt-pkg6.0", "apt", "libpcre2-8-0", "tzdata", "ca-certificates", "libexpat1"],
      held: [],
      listHours: 0,
    },
  },
  "stopped half way": {
    outputs: {
      plan: "now 1795240645\nlist 1795239032\nlist 1795239032\nlist 1795239032\nsecurity libapt-pkg6.0\nsecurity apt\nsecurity libpcre2-8-0\nsecurity tzdata\nsecurity ca-certificates\nsecurity libexpat1\n",
    },
    unreadable: /before its end/,
  },
});
