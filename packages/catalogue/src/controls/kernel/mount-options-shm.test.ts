import { testControl } from "../../../testing/test-control.ts";
import { mountOptionsShm } from "./mount-options-shm.ts";

testControl(mountOptionsShm, {
  holds: {
    "mounted with all options": {
      facts: {
        mounts: {
          "/": { type: "ext4", options: ["rw", "relatime"] },
          "/dev/shm": { type: "tmpfs", options: ["rw", "nodev", "nosuid", "noexec", "relatime"] },
        },
      },
    },
  },
  broken: {
    "Debian 12 as installed": {
      facts: {
        mounts: {
          "/": { type: "ext4", options: ["rw", "relatime"] },
          "/dev/shm": { type: "tmpfs", options: ["rw", "nosuid", "nodev"] },
        },
      },
      because: /lacks noexec/,
    },
  },
});
