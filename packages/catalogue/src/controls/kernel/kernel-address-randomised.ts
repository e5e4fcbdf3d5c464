import { defineControl, everyHost } from "@secondlock/model";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { ofOwnKernel, runningKernel } from "../../facts/running-kernel.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "kernel.randomize_va_space": ["2"] };

export const kernelAddressRandomised = defineControl({
  id: "kernel-address-randomised",
  title: "The kernel places programs at random addresses",
  why: "An attack on a memory fault needs to know where things lie; random addresses make it guess, and a wrong guess ends the program.",
  severity: "medium",
  area: "kernel",
  covers: ["R033"],
  applies: everyHost,
  facts: { settings: kernelSettings, machine: runningKernel },
  verdict: ({ settings, machine }) => ofOwnKernel(machine, () => settingsHold(settings, wanted)),
  attempt: { none: "a memory attack is not harmless" },
  fix: () => [sysctlSettings(wanted)],
  references: ["CIS Debian 12 1.5.1", "man 5 proc"],
});
