import { testControl } from "../../../testing/test-control.ts";
import { kernelModulesUnneeded } from "./kernel-modules-unneeded.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };
const all = ["cramfs", "freevxfs", "hfs", "hfsplus", "jffs2", "dccp", "tipc", "rds", "sctp"];

testControl(kernelModulesUnneeded, {
  holds: {
    "all refused": { facts: { machine, modules: { loaded: ["ext4"], available: [], refused: all } } },
    "a vendor's kernel without them": { facts: { machine, modules: { loaded: [], available: ["udf"], refused: [] } } },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { machine, modules: { loaded: ["ext4"], available: [...all, "usb-storage"], refused: [] } },
      because: /cramfs/,
    },
    "refused, and loaded before": {
      facts: { machine, modules: { loaded: ["sctp"], available: [], refused: all } },
      because: /sctp/,
    },
  },
});
