import { testControl } from "../../../testing/test-control.ts";
import { swapEncrypted } from "./swap-encrypted.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };
const root = { place: "/", device: "sda1", encrypted: false, memory: false };
const swap = { place: "[SWAP]", device: "vg-swap", encrypted: true, memory: false };

testControl(swapEncrypted, {
  holds: {
    "no swap at all": { facts: { machine, devices: [root], swaps: [] }, because: /nothing/ },
    "swap on encrypted LVM": {
      facts: { machine, devices: [swap], swaps: [{ name: "/dev/mapper/vg-swap", file: false }] },
    },
    "compressed memory": {
      facts: {
        machine,
        devices: [{ place: "[SWAP]", device: "zram0", encrypted: false, memory: true }],
        swaps: [{ name: "/dev/zram0", file: false }],
      },
    },
    "a file on an encrypted disk": {
      facts: { machine, devices: [{ ...root, encrypted: true }], swaps: [{ name: "/swapfile", file: true }] },
    },
  },
  broken: {
    "Debian 12 as installed": {
      facts: {
        machine,
        devices: [root, { place: "[SWAP]", device: "sda5", encrypted: false, memory: false }],
        swaps: [{ name: "/dev/sda5", file: false }],
      },
      because: /sda5/,
    },
    "Ubuntu 24.04 as installed": {
      facts: { machine, devices: [root], swaps: [{ name: "/swap.img", file: true }] },
      because: /swap\.img/,
    },
  },
});
