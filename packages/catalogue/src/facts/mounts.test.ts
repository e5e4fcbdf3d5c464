import { testFact } from "../../testing/test-fact.ts";
import { mounts } from "./mounts.ts";

testFact(mounts, {
  "findmnt of Debian 12": {
    outputs: {
      mounts:
        '{\n   "filesystems": [\n      {\n         "target": "/",\n         "fstype": "ext4",\n         "vfs-options": "rw,relatime"\n      },{\n         "target": "/dev/shm",\n         "fstype": "tmpfs",\n         "vfs-options": "rw,nosuid,nodev"\n      }\n   ]\n}\n',
    },
    gives: {
      "/": { type: "ext4", options: ["rw", "relatime"] },
      "/dev/shm": { type: "tmpfs", options: ["rw", "nosuid", "nodev"] },
    },
  },
  "no root file system": { outputs: { mounts: '{"filesystems":[]}' }, unreadable: /root file system/ },
  "no JSON": { outputs: { mounts: "TARGET SOURCE\n" }, unreadable: /no JSON/ },
});
