import { testControl } from "../../../testing/test-control.ts";
import { mountOptionsHome } from "./mount-options-home.ts";

testControl(mountOptionsHome, {
  holds: {
    "mounted with all options": {
      facts: {
        mounts: {
          "/": { type: "ext4", options: ["rw", "relatime"] },
          "/home": { type: "ext4", options: ["rw", "nodev", "nosuid", "relatime"] },
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
          "/home": { type: "tmpfs", options: ["rw", "nodev"] },
        },
      },
      because: /lacks/,
    },
  },
});
