import { accountList, fileList } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { dotFilesModes } from "./dot-files-modes.ts";

const accounts = accountList();
const files = (...lines: readonly string[]) => ({
  facts: { accounts, homes: fileList("0700 root:root /root/", ...lines) },
});

testControl(dotFilesModes, {
  holds: {
    "Debian 12 as installed": files(
      "0755 ada:ada /home/ada/",
      "0644 ada:ada /home/ada/.bashrc",
      "0644 ada:ada /home/ada/.profile",
      "0644 root:root /root/.bashrc",
    ),
    "root's file in ada's home": files("0700 ada:ada /home/ada/", "0644 root:root /home/ada/.ssh/"),
    "a password file of one's own": files("0600 ada:ada /home/ada/.pgpass"),
  },
  broken: {
    "everybody writes ada's .bashrc": { ...files("0666 ada:ada /home/ada/.bashrc"), because: /\.bashrc \(0666/ },
    "a group writes .ssh": { ...files("0775 ada:staff /home/ada/.ssh/"), because: /\.ssh/ },
    "somebody else's .profile": { ...files("0644 eve:eve /home/ada/.profile"), because: /eve/ },
    "ada's home is eve's": files("0700 eve:eve /home/ada/"),
    "a password for the database, readable": { ...files("0644 ada:ada /home/ada/.pgpass"), because: /pgpass/ },
    "root's files belong to ada": files("0644 ada:ada /root/.bashrc"),
  },
});
