import { testControl } from "../../../testing/test-control.ts";
import { kernelCoreDumpsOff } from "./kernel-core-dumps-off.ts";

const settings = { live: { "fs.suid_dumpable": "0", "kernel.core_pattern": "core" }, persisted: {} };
const piped = {
  ...settings,
  live: { ...settings.live, "kernel.core_pattern": "|/lib/systemd/systemd-coredump %P %u" },
};
const off = { limited: true, storage: "none" };

testControl(kernelCoreDumpsOff, {
  holds: {
    "limits forbid it": { facts: { settings, dumps: { limited: true, storage: "external" } } },
    "systemd-coredump keeps nothing": { facts: { settings: piped, dumps: off } },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { settings, dumps: { limited: false, storage: "external" } },
      because: /no limit/,
    },
    "systemd-coredump as installed": {
      facts: { settings: piped, dumps: { limited: true, storage: "external" } },
      because: /external/,
    },
    "programs that change their account are dumped": {
      facts: { settings: { ...settings, live: { ...settings.live, "fs.suid_dumpable": "2" } }, dumps: off },
      because: /suid_dumpable is 2/,
    },
  },
  attempt: {
    succeeds: { "no limit": [{ kind: "ordinary-command", status: 0, output: "unlimited\n" }] },
    refused: { "the limit is 0": [{ kind: "ordinary-command", status: 0, output: "" }] },
  },
});
