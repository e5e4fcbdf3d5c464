import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { newestRelease } from "../../facts/kernel-release.ts";
import { runningKernel } from "../../facts/running-kernel.ts";

export const runningKernelNewest = defineControl({
  id: "running-kernel-newest",
  title: "The newest installed kernel runs",
  why: "A new kernel counts from the next restart; until then every hole that it closes is open.",
  severity: "medium",
  area: "updates",
  covers: ["R065", "R075"],
  applies: everyHost,
  facts: { kernel: runningKernel },
  verdict({ kernel: { running, installed, container } }) {
    if (container !== undefined) return undecided(`in a container (${container}) the kernel is the outer machine's`);
    const newest = newestRelease(installed);
    if (newest === undefined) return undecided("/boot holds no kernel: the vendor boots one from outside");
    return newest === running || (!installed.includes(running) && newestRelease([newest, running]) === running)
      ? holds(`${running} runs`)
      : broken(`${running} runs, ${newest} is installed`);
  },
  attempt: { none: "an attack on the kernel is not harmless" },
  fix: () => [byHand("Restart the host in the next maintenance window.")],
  references: ["man needrestart"],
});
