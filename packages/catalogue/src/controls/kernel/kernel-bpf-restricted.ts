import { defineControl, everyHost } from "@secondlock/model";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { ofOwnKernel, runningKernel } from "../../facts/running-kernel.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "kernel.unprivileged_bpf_disabled": ["2", "1"] };

export const kernelBpfRestricted = defineControl({
  id: "kernel-bpf-restricted",
  title: "Only root loads programs into the kernel",
  why: "Faults in the checker of such programs have made ordinary accounts root again and again.",
  severity: "medium",
  area: "kernel",
  covers: ["R033"],
  applies: everyHost,
  facts: { settings: kernelSettings, machine: runningKernel },
  verdict: ({ settings, machine }) => ofOwnKernel(machine, () => settingsHold(settings, wanted)),
  attempt: { none: "a server has no harmless program that loads BPF" },
  fix: () => [sysctlSettings(wanted)],
  references: ["https://docs.kernel.org/admin-guide/sysctl/kernel.html#unprivileged-bpf-disabled"],
});
