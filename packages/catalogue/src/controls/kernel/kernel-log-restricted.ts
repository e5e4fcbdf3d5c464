import { defineControl, everyHost } from "@secondlock/model";
import { kernelTry } from "../../attempts/ordinary-try.ts";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { ofOwnKernel, runningKernel } from "../../facts/running-kernel.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "kernel.dmesg_restrict": ["1"] };

export const kernelLogRestricted = defineControl({
  id: "kernel-log-restricted",
  title: "Only root reads the kernel's log",
  why: "The log of the kernel holds addresses and device details that help an attack on it.",
  severity: "low",
  area: "kernel",
  covers: ["R033"],
  applies: everyHost,
  facts: { settings: kernelSettings, machine: runningKernel },
  verdict: ({ settings, machine }) => ofOwnKernel(machine, () => settingsHold(settings, wanted)),
  attempt: kernelTry("kernel-log", "read the kernel's log as an ordinary account", [
    "sh",
    "-c",
    "dmesg | head -c1 | grep -q . && echo the log",
  ]),
  fix: () => [sysctlSettings(wanted)],
  references: ["https://docs.kernel.org/admin-guide/sysctl/kernel.html#dmesg-restrict"],
});
