import { type Change, defineState, type Settings, type State } from "@secondlock/model";
import { type Journal, journal } from "../facts/journal.ts";
import { managedFile, sorted } from "./managed-file.ts";

const path = "/etc/systemd/journald.conf.d/zz-secondlock.conf";

/** Settings of journald in a drop-in that is read last. */
export function journalSettings(settings: Readonly<Record<string, string>>): State<Journal> {
  return defineState({
    resource: `file:${path}`,
    text: Object.entries(settings)
      .map(([name, value]) => `${name}=${value}`)
      .join(", "),
    settings,
    fact: journal,
    // journald makes the folder itself once it is told to keep the journal
    settle: (before) => ({
      settings: { ...before.settings, ...settings },
      folder: before.folder || settings["Storage"] === "persistent",
    }),
    bring: journalFile,
    costs: "The journal stays on the disk and takes room there, up to its limit.",
  });
}

function journalFile(settings: Settings): readonly Change[] {
  const lines = sorted(settings).map(([name, value]) => `${name}=${value}`);
  return [
    managedFile(path, "read after journald.conf and its other drop-ins.", ["[Journal]", ...lines], {
      reload: "journald",
    }),
  ];
}
