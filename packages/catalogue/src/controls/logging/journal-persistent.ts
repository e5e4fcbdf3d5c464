import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { journal } from "../../facts/journal.ts";
import { journalSettings } from "../../states/journal.ts";

export const journalPersistent = defineControl({
  id: "journal-persistent",
  title: "The journal survives a restart",
  why: "A journal in memory is gone with the restart that follows an attack, and with it every trace.",
  severity: "medium",
  area: "logging",
  covers: ["R078", "R094"],
  applies: everyHost,
  facts: { journal },
  verdict({ journal: { settings, folder } }) {
    const storage = settings["Storage"] ?? "auto";
    if (storage === "persistent") return holds("Storage=persistent");
    if (storage === "auto" && folder) return holds("Storage=auto, and /var/log/journal is there");
    return broken(storage === "auto" ? "Storage=auto, and /var/log/journal is not there" : `Storage=${storage}`);
  },
  attempt: { none: "the host would have to be restarted" },
  fix: () => [journalSettings({ Storage: "persistent" })],
  lock: (host) => ({ stops: ["unnoticed"], domains: [`host:${host.id}`] }),
  references: ["CIS Debian 12 6.1.1", "man journald.conf"],
});
