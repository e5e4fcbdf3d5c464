import { testControl } from "../../../testing/test-control.ts";
import { runningKernelNewest } from "./running-kernel-newest.ts";

const kernel = { restartWanted: false, restartFor: [], outdated: [] };

testControl(runningKernelNewest, {
  holds: {
    "Debian 12 as installed": {
      facts: { kernel: { ...kernel, running: "6.1.0-37-amd64", installed: ["6.1.0-37-amd64"] } },
    },
    "an older one is kept beside it": {
      facts: { kernel: { ...kernel, running: "6.1.0-37-amd64", installed: ["6.1.0-37-amd64", "6.1.0-9-amd64"] } },
    },
    "Ubuntu 24.04": {
      facts: {
        kernel: { ...kernel, running: "6.8.0-60-generic", installed: ["6.8.0-60-generic", "6.8.0-52-generic"] },
      },
    },
  },
  broken: {
    "two digits are newer than one": {
      facts: { kernel: { ...kernel, running: "6.1.0-9-amd64", installed: ["6.1.0-9-amd64", "6.1.0-37-amd64"] } },
      because: /6\.1\.0-9-amd64 runs, 6\.1\.0-37/,
    },
    "not restarted since the last point release": {
      facts: { kernel: { ...kernel, running: "6.1.0-37-amd64", installed: ["6.1.0-38-amd64"] } },
    },
  },
});
