import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { kernelModules } from "../../facts/kernel-modules.ts";
import { ofOwnKernel, runningKernel } from "../../facts/running-kernel.ts";
import { modulesRefused } from "../../states/modules-refused.ts";

const names = ["usb-storage"];

export const kernelModulesUsbStorage = defineControl({
  id: "kernel-modules-usb-storage",
  title: "A USB disk is not taken",
  why: "Whoever stands before the machine for a minute copies data to a stick, or brings a program in.",
  severity: "low",
  area: "kernel",
  covers: ["R035", "R071"],
  applies: everyHost,
  facts: { modules: kernelModules, machine: runningKernel },
  verdict: ({ modules: { loaded, available }, machine }) =>
    ofOwnKernel(machine, () => {
      const open = names.filter((name) => loaded.includes(name) || available.includes(name));
      return open.length > 0 ? broken("usb-storage is loaded or loadable") : holds("usb-storage cannot be loaded");
    }),
  attempt: { none: "somebody would have to plug a disk in" },
  fix: () => [modulesRefused(names)],
  references: ["CIS Debian 12 1.1.1.9", "man modprobe.d"],
});
