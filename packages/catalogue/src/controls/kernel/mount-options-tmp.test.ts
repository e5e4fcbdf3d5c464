import { testControl } from "../../../testing/test-control.ts";
import { mountOptionsTmp } from "./mount-options-tmp.ts";

testControl(mountOptionsTmp, {
  holds: {
    "mounted with all options": {
      facts: {
        mounts: {
          "/": { type: "ext4", options: ["rw", "relatime"] },
          "/tmp": { type: "tmpfs", options: ["rw", "nodev", "nosuid", "noexec", "relatime"] },
          "/var/tmp": { type: "tmpfs", options: ["rw", "nodev", "nosuid", "noexec", "relatime"] },
        },
      },
    },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { mounts: { "/": { type: "ext4", options: ["rw", "relatime"] } } },
      because: /no file system of its own/,
    },
    "one option is missing": {
      facts: {
        mounts: {
          "/": { type: "ext4", options: ["rw", "relatime"] },
          "/tmp": { type: "tmpfs", options: ["rw", "nosuid", "nodev"] },
          "/var/tmp": { type: "tmpfs", options: ["rw", "nosuid", "nodev"] },
        },
      },
      because: /lacks/,
    },
  },
});
