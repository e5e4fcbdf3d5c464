import { testFact } from "../../testing/test-fact.ts";
import { blockDevices } from "./block-devices.ts";

testFact(blockDevices, {
  "the installer's encrypted LVM": {
    outputs: {
      devices:
        '{"blockdevices":[{"name":"sda","type":"disk","fstype":null,"mountpoints":[null],"children":[{"name":"sda1","type":"part","fstype":"ext4","mountpoints":["/boot"]},{"name":"sda5","type":"part","fstype":"crypto_LUKS","mountpoints":[null],"children":[{"name":"sda5_crypt","type":"crypt","fstype":"LVM2_member","mountpoints":[null],"children":[{"name":"vg-root","type":"lvm","fstype":"ext4","mountpoints":["/"]},{"name":"vg-swap","type":"lvm","fstype":"swap","mountpoints":["[SWAP]"]}]}]}]},{"name":"zram0","type":"disk","fstype":null,"mountpoints":["[SWAP]"]}]}',
    },
    gives: [
      { place: "/boot", device: "sda1", encrypted: false, memory: false },
      { place: "/", device: "vg-root", encrypted: true, memory: false },
      { place: "[SWAP]", device: "vg-swap", encrypted: true, memory: false },
      { place: "[SWAP]", device: "zram0", encrypted: false, memory: true },
    ],
  },
  "no JSON": { outputs: { devices: "lsblk: failed" }, unreadable: /no JSON/ },
});
