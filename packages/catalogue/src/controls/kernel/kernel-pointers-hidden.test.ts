import { testControl } from "../../../testing/test-control.ts";
import { kernelPointersHidden } from "./kernel-pointers-hidden.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };

testControl(kernelPointersHidden, {
  holds: {
    "Ubuntu 24.04 as installed": {
      facts: { settings: { live: { "kernel.kptr_restrict": "1" }, persisted: {} }, machine },
    },
    "hidden from root as well": {
      facts: { settings: { live: { "kernel.kptr_restrict": "2" }, persisted: {} }, machine },
    },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { settings: { live: { "kernel.kptr_restrict": "0" }, persisted: {} }, machine },
      because: /is 0/,
    },
  },
  attempt: {
    succeeds: { "an address is printed": [{ kind: "ordinary-command", status: 0, output: "ffffffff81000000\n" }] },
    refused: { "only zeros are there": [{ kind: "ordinary-command", status: 0, output: "" }] },
    inconclusive: { "in a container": [{ kind: "ordinary-command", status: 77, output: "" }] },
  },
});
