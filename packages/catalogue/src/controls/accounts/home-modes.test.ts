import { fileList } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { homeModes } from "./home-modes.ts";

const ran = (status: number) => ({ kind: "ordinary-command", status, output: "" }) as const;
const root = "0700 root:root /root/";

testControl(homeModes, {
  holds: {
    "Debian 12's adduser": {
      facts: { homes: fileList(root, "0700 ada:ada /home/ada/", "0755 ada:ada /home/ada/.config/") },
    },
    "Ubuntu 24.04": { facts: { homes: fileList(root, "0750 ada:ada /home/ada/") } },
  },
  broken: {
    "Debian 12's useradd -m, as in the guide": {
      facts: { homes: fileList(root, "0755 ada:ada /home/ada/") },
      because: /\/home\/ada \(0755/,
    },
    "root's is open": { facts: { homes: fileList("0755 root:root /root/") } },
    "the group can write": { facts: { homes: fileList("0770 ada:staff /srv/ada/") } },
  },
  attempt: { succeeds: { "one can be listed": [ran(0)] }, refused: { "none can": [ran(1)] } },
});
