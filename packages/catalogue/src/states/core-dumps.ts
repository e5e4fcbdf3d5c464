import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { type CoreDumps, coreDumps } from "../facts/core-dumps.ts";
import { managedFile } from "./managed-file.ts";

const limits = "/etc/security/limits.d/zz-secondlock.conf";
const handler = "/etc/systemd/coredump.conf.d/zz-secondlock.conf";

/** Nobody's memory is written to disk when a program fails. */
export function coreDumpsOff(): State<CoreDumps> {
  return defineState({
    resource: `file:${limits}`,
    text: "* hard core 0, and Storage=none for systemd-coredump",
    settings: { "* hard core": "0", Storage: "none" },
    fact: coreDumps,
    settle: () => ({ limited: true, storage: "none" }),
    bring: coreDumpFiles,
    costs: "A program that fails leaves its log and nothing else to look at; a debugger has to be there while it runs.",
  });
}

/** The limit counts from the next login on (pam_limits); systemd-coredump reads its files at each dump. */
function coreDumpFiles(settings: Settings): readonly Change[] {
  return [
    managedFile(limits, "no copy of a program's memory on the disk.", [
      `* hard core ${settings["* hard core"] ?? "0"}`,
    ]),
    managedFile(handler, "no copy of a program's memory on the disk.", [
      "[Coredump]",
      `Storage=${settings["Storage"] ?? "none"}`,
      "ProcessSizeMax=0",
    ]),
  ];
}
