import { testControl } from "../../../testing/test-control.ts";
import { kernelAddressRandomised } from "./kernel-address-randomised.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };

testControl(kernelAddressRandomised, {
  holds: {
    "Debian 12 as installed": {
      facts: { settings: { live: { "kernel.randomize_va_space": "2" }, persisted: {} }, machine },
    },
  },
  broken: {
    "switched off for a debugger": {
      facts: { settings: { live: { "kernel.randomize_va_space": "0" }, persisted: {} }, machine },
      because: /is 0/,
    },
    "only the stack": { facts: { settings: { live: { "kernel.randomize_va_space": "1" }, persisted: {} }, machine } },
    "off again at the next start": {
      facts: {
        settings: { live: { "kernel.randomize_va_space": "2" }, persisted: { "kernel.randomize_va_space": "0" } },
        machine,
      },
      because: /next start/,
    },
  },
});
