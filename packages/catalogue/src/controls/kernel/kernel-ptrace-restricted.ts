import { defineControl, everyHost } from "@secondlock/model";
import { kernelTry } from "../../attempts/ordinary-try.ts";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { ofOwnKernel, runningKernel } from "../../facts/running-kernel.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "kernel.yama.ptrace_scope": ["1", "2", "3"] };

export const kernelPtraceRestricted = defineControl({
  id: "kernel-ptrace-restricted",
  title: "A program cannot look into another one",
  why: "Whoever takes over one program of an account reads the keys and passwords out of its other ones, such as an agent.",
  severity: "medium",
  area: "kernel",
  covers: ["R033", "R160"],
  applies: everyHost,
  facts: { settings: kernelSettings, machine: runningKernel },
  verdict: ({ settings, machine }) => ofOwnKernel(machine, () => settingsHold(settings, wanted)),
  attempt: kernelTry(
    "ptrace-of-own-program",
    "open the memory of another program of the same account, and read nothing",
    ["sh", "-c", "sleep 5 & (exec 3< /proc/$!/mem) 2>/dev/null && echo open; kill $!"],
  ),
  fix: () => [sysctlSettings(wanted)],
  references: ["CIS Debian 12 1.5.2", "https://docs.kernel.org/admin-guide/LSM/Yama.html"],
});
