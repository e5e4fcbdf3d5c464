import { defineControl, everyHost } from "@secondlock/model";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { ofOwnKernel, runningKernel } from "../../facts/running-kernel.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = {
  "fs.protected_hardlinks": ["1"],
  "fs.protected_symlinks": ["1"],
  "fs.protected_fifos": ["1", "2"],
  "fs.protected_regular": ["2", "1"],
};

export const kernelLinksProtected = defineControl({
  id: "kernel-links-protected",
  title: "Links in shared folders do not mislead programs",
  why: "A link that another account puts into /tmp makes a careless program of root write where the attacker wants.",
  severity: "medium",
  area: "kernel",
  covers: ["R033", "R114"],
  applies: everyHost,
  facts: { settings: kernelSettings, machine: runningKernel },
  verdict: ({ settings, machine }) => ofOwnKernel(machine, () => settingsHold(settings, wanted)),
  attempt: { none: "a misleading link would have to be written" },
  fix: () => [sysctlSettings(wanted)],
  references: ["https://docs.kernel.org/admin-guide/sysctl/fs.html"],
});
