import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { kernelModules } from "../../facts/kernel-modules.ts";
import { ofOwnKernel, runningKernel } from "../../facts/running-kernel.ts";
import { modulesRefused } from "../../states/modules-refused.ts";

const unneeded = ["cramfs", "freevxfs", "hfs", "hfsplus", "jffs2", "dccp", "tipc", "rds", "sctp"];

export const kernelModulesUnneeded = defineControl({
  id: "kernel-modules-unneeded",
  title: "Rare file systems and protocols cannot be loaded",
  why: "The kernel loads them by itself when any program asks; their faults, seldom looked at, have made ordinary accounts root.",
  severity: "low",
  area: "kernel",
  covers: ["R035", "R071"],
  applies: everyHost,
  facts: { modules: kernelModules, machine: runningKernel },
  verdict: ({ modules: { loaded, available }, machine }) =>
    ofOwnKernel(machine, () => {
      const open = unneeded.filter((name) => loaded.includes(name) || available.includes(name));
      return open.length > 0 ? broken(`loaded or loadable: ${open.join(", ")}`) : holds("none of them can be loaded");
    }),
  attempt: { none: "a module that loads would stay" },
  fix: () => [modulesRefused(unneeded)],
  references: ["CIS Debian 12 1.1.1, 3.2", "man modprobe.d"],
});
