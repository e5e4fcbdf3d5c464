import { testControl } from "../../../testing/test-control.ts";
import { kernelBpfRestricted } from "./kernel-bpf-restricted.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };

testControl(kernelBpfRestricted, {
  holds: {
    "Debian 12 as installed": {
      facts: { settings: { live: { "kernel.unprivileged_bpf_disabled": "2" }, persisted: {} }, machine },
    },
    "until the next start": {
      facts: { settings: { live: { "kernel.unprivileged_bpf_disabled": "1" }, persisted: {} }, machine },
    },
  },
  broken: {
    "open to all": {
      facts: { settings: { live: { "kernel.unprivileged_bpf_disabled": "0" }, persisted: {} }, machine },
      because: /is 0/,
    },
  },
});
