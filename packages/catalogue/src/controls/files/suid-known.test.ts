import type { FileRecord } from "../../facts/file-records.ts";
import { testControl } from "../../../testing/test-control.ts";
import { suidKnown } from "./suid-known.ts";

const file = (path: string, mode: number, group = "root"): FileRecord => ({
  path,
  mode,
  owner: "root",
  group,
  kind: "file",
});
// as `find` prints them on a Debian 12 with sshd and sudo
const debian = [
  file("/usr/sbin/unix_chkpwd", 0o2755, "shadow"),
  file("/usr/lib/openssh/ssh-keysign", 0o4755),
  file("/usr/lib/dbus-1.0/dbus-daemon-launch-helper", 0o4754, "messagebus"),
  file("/usr/bin/gpasswd", 0o4755),
  file("/usr/bin/expiry", 0o2755, "shadow"),
  file("/usr/bin/sudo", 0o4755),
  file("/usr/bin/newgrp", 0o4755),
  file("/usr/bin/chage", 0o2755, "shadow"),
  file("/usr/bin/chfn", 0o4755),
  file("/usr/bin/ssh-agent", 0o2755, "_ssh"),
  file("/usr/bin/umount", 0o4755),
  file("/usr/bin/mount", 0o4755),
  file("/usr/bin/passwd", 0o4755),
  file("/usr/bin/chsh", 0o4755),
  file("/usr/bin/su", 0o4755),
];
const odd = (...more: readonly FileRecord[]): { odd: { files: readonly FileRecord[]; complete: boolean } } => ({
  odd: { files: [...debian, ...more], complete: true },
});

testControl(suidKnown, {
  holds: {
    "Debian 12 as installed": { facts: odd(), because: /15 such programs/ },
    "before /bin and /usr/bin became one": { facts: odd(file("/bin/su", 0o4755)) },
  },
  broken: {
    "a copy of the shell": { facts: odd(file("/var/tmp/.cache", 0o4755)), because: /\/var\/tmp\/\.cache/ },
    "the shell itself, which a package owns": { facts: odd(file("/usr/bin/bash", 0o4755)), because: /bash/ },
    "setuid where only setgid is known": { facts: odd(file("/usr/bin/ssh-agent", 0o6755)), because: /ssh-agent/ },
    "others can change a known one": { facts: odd(file("/usr/bin/su", 0o4775)), because: /su \(4775/ },
  },
});
