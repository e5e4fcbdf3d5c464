import { defineControl, everyHost } from "@secondlock/model";
import { kernelTry } from "../../attempts/ordinary-try.ts";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { ofOwnKernel, runningKernel } from "../../facts/running-kernel.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "kernel.kptr_restrict": ["1", "2"] };

export const kernelPointersHidden = defineControl({
  id: "kernel-pointers-hidden",
  title: "The kernel hides its addresses from programs",
  why: "The addresses of the kernel tell an attack on it where to write.",
  severity: "low",
  area: "kernel",
  covers: ["R033"],
  applies: everyHost,
  facts: { settings: kernelSettings, machine: runningKernel },
  verdict: ({ settings, machine }) => ofOwnKernel(machine, () => settingsHold(settings, wanted)),
  attempt: kernelTry("kernel-addresses", "read the kernel's addresses as an ordinary account", [
    "awk",
    '$1 !~ /^0+$/ { print "an address"; exit }',
    "/proc/kallsyms",
  ]),
  fix: () => [sysctlSettings(wanted)],
  references: ["https://docs.kernel.org/admin-guide/sysctl/kernel.html#kptr-restrict"],
});
