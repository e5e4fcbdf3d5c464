import { defineState, type State } from "@secondlock/model";
import { type Journal, journal } from "../facts/journal.ts";

/** Settings of journald in a drop-in that is read last. */
export function journalSettings(settings: Readonly<Record<string, string>>): State<Journal> {
  return defineState({
    resource: "file:/etc/systemd/journald.conf.d/zz-secondlock.conf",
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
  });
}
