import { testFact } from "../../testing/test-fact.ts";
import { guardedFiles } from "./guarded-files.ts";

testFact(guardedFiles, {
  "a Debian 12 that followed the old guide": {
    outputs: {
      files:
        "644 root root f /etc/passwd\u0000644 root root f /etc/passwd-\u0000644 root root f /etc/group\u0000644 root root f /etc/group-\u0000640 root shadow f /etc/shadow\u0000640 root shadow f /etc/shadow-\u0000640 root shadow f /etc/gshadow\u0000640 root shadow f /etc/gshadow-\u0000644 root root f /etc/shells\u0000600 root root f /etc/security/opasswd\u0000600 root root f /etc/monit/monitrc\u0000644 root root f /etc/monit/conf.d/ssh-logins\u0000700 root root d /etc/ssl/private\u00001777 root root d /tmp\u00001777 root root d /var/tmp\u0000755 root root d /dev/shm\u0000755 root root d /usr/local/application/config\u0000644 root root f /usr/local/application/config/config-production.json~\u0000644 root root f /usr/local/application/config/config-production.json\u0000600 root root f /usr/local/application/ssl/host.key\u0000end\u0000",
    },
    gives: {
      files: [
        { path: "/etc/passwd", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/etc/passwd-", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/etc/group", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/etc/group-", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/etc/shadow", mode: 416, owner: "root", group: "shadow", kind: "file" },
        { path: "/etc/shadow-", mode: 416, owner: "root", group: "shadow", kind: "file" },
        { path: "/etc/gshadow", mode: 416, owner: "root", group: "shadow", kind: "file" },
        { path: "/etc/gshadow-", mode: 416, owner: "root", group: "shadow", kind: "file" },
        { path: "/etc/shells", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/etc/security/opasswd", mode: 384, owner: "root", group: "root", kind: "file" },
        { path: "/etc/monit/monitrc", mode: 384, owner: "root", group: "root", kind: "file" },
        { path: "/etc/monit/conf.d/ssh-logins", mode: 420, owner: "root", group: "root", kind: "file" },
        { path: "/etc/ssl/private", mode: 448, owner: "root", group: "root", kind: "directory" },
        { path: "/tmp", mode: 1023, owner: "root", group: "root", kind: "directory" },
        { path: "/var/tmp", mode: 1023, owner: "root", group: "root", kind: "directory" },
        { path: "/dev/shm", mode: 493, owner: "root", group: "root", kind: "directory" },
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
        { path: "/usr/local/application/ssl/host.key", mode: 384, owner: "root", group: "root", kind: "file" },
      ],
      complete: true,
    },
  },
  "cut short before anything was found": { outputs: { files: { stdout: "", status: 124 } }, unreadable: /time/ },
});
