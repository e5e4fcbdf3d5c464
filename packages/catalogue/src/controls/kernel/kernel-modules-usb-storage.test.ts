import { testControl } from "../../../testing/test-control.ts";
import { kernelModulesUsbStorage } from "./kernel-modules-usb-storage.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };

testControl(kernelModulesUsbStorage, {
  holds: { refused: { facts: { machine, modules: { loaded: ["ext4"], available: [], refused: ["usb-storage"] } } } },
  broken: {
    "Debian 12 as installed": { facts: { machine, modules: { loaded: [], available: ["usb-storage"], refused: [] } } },
    "a stick is plugged in": {
      facts: { machine, modules: { loaded: ["usb-storage"], available: [], refused: ["usb-storage"] } },
    },
  },
});
