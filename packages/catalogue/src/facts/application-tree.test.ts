import { testFact } from "../../testing/test-fact.ts";
import { applicationTree } from "./application-tree.ts";

testFact(applicationTree, {
  "a Debian 12 that followed the old guide": {
    outputs: {
      files:
        "755 root root d /usr/local/application\u0000755 root root d /usr/local/application/config\u0000644 root root f /usr/local/application/config/config-production.json~\u0000644 root root f /usr/local/application/config/config-production.json\u0000755 root root d /usr/local/application/ssl\u0000644 root root f /usr/local/application/ssl/host.crt\u0000end\u0000",
    },
    gives: {
      files: [
        { path: "/usr/local/application", mode: 493, owner: "root", group: "root", kind: "directory" },
        { path: "/usr/local/application/config", mode: 493, owner: "root", group: "root", kind: "directory" },
        {
          path: "/usr/local/application/config/config-production.json~",
          mode: 420,
          owner: "root",
          group: "root",
          kind: "file",
        },
        {
          path: "/usr/local/application/config/config-production.json",
          mode: 420,
          owner: "root",
          group: "root",
          kind: "file",
        },
        { path: "/usr/local/application/ssl", mode: 493, owner: "root", group: "root", kind: "directory" },
        { path: "/usr/local/application/ssl/host.crt", mode: 420, owner: "root", group: "root", kind: "file" },
      ],
      complete: true,
    },
  },
  "cut short before anything was found": { outputs: { files: { stdout: "", status: 124 } }, unreadable: /time/ },
});
