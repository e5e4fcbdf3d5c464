import { testControl } from "../../../testing/test-control.ts";
import { kernelPtraceRestricted } from "./kernel-ptrace-restricted.ts";

const machine = { running: "6.1.0-37-amd64", installed: [], restartWanted: false, restartFor: [], outdated: [] };

testControl(kernelPtraceRestricted, {
  holds: {
    "Ubuntu 24.04 as installed": {
      facts: {
        settings: { live: { "kernel.yama.ptrace_scope": "1" }, persisted: { "kernel.yama.ptrace_scope": "1" } },
        machine,
      },
    },
    "nobody at all": { facts: { settings: { live: { "kernel.yama.ptrace_scope": "3" }, persisted: {} }, machine } },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { settings: { live: { "kernel.yama.ptrace_scope": "0" }, persisted: {} }, machine },
      because: /is 0/,
    },
    "opened by a file of a debugger": {
      facts: {
        settings: { live: { "kernel.yama.ptrace_scope": "1" }, persisted: { "kernel.yama.ptrace_scope": "0" } },
        machine,
      },
      because: /next start/,
    },
  },
  attempt: {
    succeeds: { "the memory opens": [{ kind: "ordinary-command", status: 0, output: "open\n" }] },
    refused: { "the kernel refuses": [{ kind: "ordinary-command", status: 0, output: "" }] },
    inconclusive: { "in a container": [{ kind: "ordinary-command", status: 77, output: "" }] },
  },
});
