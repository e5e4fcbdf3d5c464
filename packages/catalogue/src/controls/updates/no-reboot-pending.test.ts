import { testControl } from "../../../testing/test-control.ts";
import { noRebootPending } from "./no-reboot-pending.ts";

const kernel = {
  running: "6.1.0-37-amd64",
  installed: ["6.1.0-37-amd64"],
  restartWanted: false,
  restartFor: [],
  outdated: [],
};

testControl(noRebootPending, {
  holds: { "Debian 12 as installed": { facts: { kernel } } },
  broken: {
    "a kernel was installed last night": {
      facts: { kernel: { ...kernel, restartWanted: true, restartFor: ["linux-image-6.1.0-38-amd64"] } },
      because: /linux-image/,
    },
    "no package is named": { facts: { kernel: { ...kernel, restartWanted: true } }, because: /no package is named/ },
    "nginx still runs the old OpenSSL": {
      facts: { kernel: { ...kernel, outdated: ["nginx", "sshd"] } },
      because: /nginx, sshd/,
    },
  },
});
