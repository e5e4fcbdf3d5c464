import { testFact } from "../../testing/test-fact.ts";
import { logFiles } from "./log-files.ts";

testFact(logFiles, {
  "a Debian 12 that followed the old guide": {
    outputs: {
      files:
        "644 root root f /var/log/shop.log\u0000644 root root f /var/log/faillog\u0000664 root utmp f /var/log/lastlog\u0000644 root root f /var/log/bootstrap.log\u0000644 root root f /var/log/alternatives.log\u0000644 root root f /var/log/apt/eipp.log.xz\u0000644 root root f /var/log/apt/history.log\u0000644 root root f /var/log/dpkg.log\u0000660 root utmp f /var/log/btmp\u0000664 root utmp f /var/log/wtmp\u0000end\u0000",
    },
    gives: {
      files: [
        { path: "/var/log/shop.log", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/var/log/faillog", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/var/log/lastlog", mode: 436, owner: "root", group: "utmp", kind: "file" },
        { path: "/var/log/bootstrap.log", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/var/log/alternatives.log", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/var/log/apt/eipp.log.xz", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/var/log/apt/history.log", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/var/log/dpkg.log", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/var/log/btmp", mode: 432, owner: "root", group: "utmp", kind: "file" },
        { path: "/var/log/wtmp", mode: 436, owner: "root", group: "utmp", kind: "file" },
      ],
      complete: true,
    },
  },
  "cut short before anything was found": { outputs: { files: { stdout: "", status: 124 } }, unreadable: /time/ },
});
