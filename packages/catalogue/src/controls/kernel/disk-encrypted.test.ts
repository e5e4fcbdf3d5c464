import { testControl } from "../../../testing/test-control.ts";
import { diskEncrypted } from "./disk-encrypted.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };
const root = { place: "/", device: "vg-root", encrypted: true, memory: false };
const boot = { place: "/boot", device: "sda1", encrypted: false, memory: false };

testControl(diskEncrypted, {
  holds: { "the installer's encrypted LVM": { facts: { machine, devices: [boot, root] } } },
  broken: {
    "Debian 12 as installed": {
      facts: { machine, devices: [{ ...root, device: "sda1", encrypted: false }] },
      because: /\/ on sda1/,
    },
    "the volume with the data is not": {
      facts: {
        machine,
        devices: [root, { place: "/var/lib/postgresql", device: "sdb", encrypted: false, memory: false }],
      },
      because: /postgresql on sdb/,
    },
  },
});
