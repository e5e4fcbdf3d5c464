import { fileList } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sudoFilesModes } from "./sudo-files-modes.ts";

const sudo = "4755 root:root /usr/bin/sudo";
const dropIns = "0755 root:root /etc/sudoers.d/";

testControl(sudoFilesModes, {
  holds: {
    "Debian 12 as installed": {
      facts: {
        files: fileList(
          sudo,
          dropIns,
          "0440 root:root /etc/sudoers",
          "0440 root:root /etc/sudoers.d/README",
          "0644 root:root /etc/sudo.conf",
        ),
      },
    },
    "mode 0640 and the directory 0750": {
      facts: { files: fileList(sudo, "0750 root:root /etc/sudoers.d/", "0640 root:root /etc/sudoers") },
    },
  },
  broken: {
    "a drop-in written with echo": {
      facts: { files: fileList(sudo, dropIns, "0644 root:root /etc/sudoers.d/deploy") },
      because: /deploy \(0644/,
    },
    "a drop-in that belongs to ada": {
      facts: { files: fileList(sudo, dropIns, "0440 ada:ada /etc/sudoers.d/ada") },
      because: /ada:ada/,
    },
    "everybody can add a rule": {
      facts: { files: fileList(sudo, "0777 root:root /etc/sudoers.d/", "0440 root:root /etc/sudoers") },
      because: /0777/,
    },
    "a plugin can be configured by its group": { facts: { files: fileList(sudo, "0664 root:adm /etc/sudo.conf") } },
  },
});
