import { testFact } from "../../testing/test-fact.ts";
import { oddFiles } from "./odd-files.ts";

testFact(oddFiles, {
  "a Debian 12 that followed the old guide": {
    outputs: {
      files:
        "2755 root shadow f /usr/sbin/unix_chkpwd\u00004755 root root f /usr/lib/openssh/ssh-keysign\u00004754 root messagebus f /usr/lib/dbus-1.0/dbus-daemon-launch-helper\u00004755 root root f /usr/bin/gpasswd\u00002755 root mail f /usr/bin/dotlockfile\u00002755 root shadow f /usr/bin/expiry\u00004755 root root f /usr/bin/sudo\u00004755 root root f /usr/bin/newgrp\u00002755 root shadow f /usr/bin/chage\u00004755 root root f /usr/bin/chfn\u00002755 root _ssh f /usr/bin/ssh-agent\u00004755 root root f /usr/bin/umount\u00004755 root root f /usr/bin/mount\u00004755 root root f /usr/bin/passwd\u00004755 root root f /usr/bin/chsh\u00004755 root root f /usr/bin/su\u0000644 1004 1004 f /tmp/backups/production.sql\u00004755 root root f /var/tmp/.cache\u0000end\u0000",
    },
    gives: {
      files: [
        { path: "/usr/sbin/unix_chkpwd", mode: 1517, owner: "root", group: "shadow", kind: "file" },
        { path: "/usr/lib/openssh/ssh-keysign", mode: 2541, owner: "root", group: "root", kind: "file" },
        {
          path: "/usr/lib/dbus-1.0/dbus-daemon-launch-helper",
          mode: 2540,
          owner: "root",
          group: "messagebus",
          kind: "file",
        },
        { path: "/usr/bin/gpasswd", mode: 2541, owner: "root", group: "root", kind: "file" },
        { path: "/usr/bin/dotlockfile", mode: 1517, owner: "root", group: "mail", kind: "file" },
        { path: "/usr/bin/expiry", mode: 1517, owner: "root", group: "shadow", kind: "file" },
        { path: "/usr/bin/sudo", mode: 2541, owner: "root", group: "root", kind: "file" },
        { path: "/usr/bin/newgrp", mode: 2541, owner: "root", group: "root", kind: "file" },
        { path: "/usr/bin/chage", mode: 1517, owner: "root", group: "shadow", kind: "file" },
        { path: "/usr/bin/chfn", mode: 2541, owner: "root", group: "root", kind: "file" },
        { path: "/usr/bin/ssh-agent", mode: 1517, owner: "root", group: "_ssh", kind: "file" },
        { path: "/usr/bin/umount", mode: 2541, owner: "root", group: "root", kind: "file" },
        { path: "/usr/bin/mount", mode: 2541, owner: "root", group: "root", kind: "file" },
        { path: "/usr/bin/passwd", mode: 2541, owner: "root", group: "root", kind: "file" },
        { path: "/usr/bin/chsh", mode: 2541, owner: "root", group: "root", kind: "file" },
        { path: "/usr/bin/su", mode: 2541, owner: "root", group: "root", kind: "file" },
        { path: "/tmp/backups/production.sql", mode: 420, owner: "1004", group: "1004", kind: "file" },
        { path: "/var/tmp/.cache", mode: 2541, owner: "root", group: "root", kind: "file" },
      ],
      complete: true,
    },
  },
  "cut short before anything was found": { outputs: { files: { stdout: "", status: 124 } }, unreadable: /time/ },
});
