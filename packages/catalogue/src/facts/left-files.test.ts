import { testFact } from "../../testing/test-fact.ts";
import { leftFiles } from "./left-files.ts";

testFact(leftFiles, {
  "a Debian 12 that followed the old guide": {
    outputs: {
      files:
        "644 1004 1004 f /tmp/backups/production.sql\u0000644 root root f /var/www/html/.shop.env\u0000644 root root f /usr/local/application/config/config-production.json~\u0000644 root root f /usr/local/application/config/config-production.json~\u0000end\u0000",
    },
    gives: {
      files: [
        { path: "/tmp/backups/production.sql", mode: 420, owner: "1004", group: "1004", kind: "file" },
        { path: "/var/www/html/.shop.env", mode: 420, owner: "root", group: "root", kind: "file" },
        {
          path: "/usr/local/application/config/config-production.json~",
          mode: 420,
          owner: "root",
          group: "root",
          kind: "file",
        },
      ],
      complete: true,
    },
  },
  "cut short before anything was found": { outputs: { files: { stdout: "", status: 124 } }, unreadable: /time/ },
});
