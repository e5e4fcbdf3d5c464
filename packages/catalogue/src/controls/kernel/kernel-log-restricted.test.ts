import { testControl } from "../../../testing/test-control.ts";
import { kernelLogRestricted } from "./kernel-log-restricted.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };

testControl(kernelLogRestricted, {
  holds: {
    "Debian 12 as installed": {
      facts: { settings: { live: { "kernel.dmesg_restrict": "1" }, persisted: {} }, machine },
    },
    "set in a file as well": {
      facts: {
        settings: { live: { "kernel.dmesg_restrict": "1" }, persisted: { "kernel.dmesg_restrict": "1" } },
        machine,
      },
    },
  },
  broken: {
    "opened for a monitoring script": {
      facts: { settings: { live: { "kernel.dmesg_restrict": "0" }, persisted: {} }, machine },
      because: /is 0/,
    },
    "opened again at the next start": {
      facts: {
        settings: { live: { "kernel.dmesg_restrict": "1" }, persisted: { "kernel.dmesg_restrict": "0" } },
        machine,
      },
      because: /next start/,
    },
  },
  attempt: {
    succeeds: { "a line is printed": [{ kind: "ordinary-command", status: 0, output: "[" }] },
    refused: { "the kernel refuses": [{ kind: "ordinary-command", status: 0, output: "" }] },
    inconclusive: { "in a container": [{ kind: "ordinary-command", status: 77, output: "" }] },
  },
});
