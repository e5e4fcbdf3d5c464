import { broken, defineControl, everyHost } from "@secondlock/model";
import { ordinaryTry } from "../../attempts/ordinary-try.ts";
import { coreDumps } from "../../facts/core-dumps.ts";
import { kernelSettings, settingsHold, type SettingsWanted } from "../../facts/kernel-settings.ts";
import { coreDumpsOff } from "../../states/core-dumps.ts";
import { sysctlSettings } from "../../states/sysctl-settings.ts";

const wanted: SettingsWanted = { "fs.suid_dumpable": ["0"] };

export const kernelCoreDumpsOff = defineControl({
  id: "kernel-core-dumps-off",
  title: "A program that fails leaves no copy of its memory",
  why: "The memory of a server program holds keys, passwords and user data; a dump puts them on the disk and into backups.",
  severity: "medium",
  area: "kernel",
  covers: ["R160"],
  applies: everyHost,
  facts: { settings: kernelSettings, dumps: coreDumps },
  verdict({ settings, dumps }) {
    const piped = settings.live["kernel.core_pattern"]?.startsWith("|") === true;
    if (piped && dumps.storage !== "none") return broken(`dumps go to a program, which keeps them (${dumps.storage})`);
    return dumps.limited ? settingsHold(settings, wanted) : broken("no limit forbids core dumps (* hard core 0)");
  },
  attempt: ordinaryTry({
    id: "core-dump-limit",
    title: "ask for the most that an ordinary account may dump",
    commands: () => [["sh", "-c", 'test "$(ulimit -H -c)" = 0 || ulimit -H -c']],
  }),
  fix: () => [sysctlSettings(wanted), coreDumpsOff()],
  references: ["CIS Debian 12 1.5.3", "man coredump.conf"],
});
