import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { allOf, lastOf, taggedLines } from "./tagged-lines.ts";

export interface Journal {
  /** Settings of journald as it merges its files; empty where all are the defaults. */
  readonly settings: Readonly<Record<string, string>>;
  /** Whether /var/log/journal is there, on which `Storage=auto` depends. */
  readonly folder: boolean;
}

const script = String.raw`config=$(systemd-analyze cat-config systemd/journald.conf) || exit 1
printf '%s\n' "$config" | awk '/^[A-Za-z]+=/ { print "set", $0 }'
[ -d /var/log/journal ] && echo folder
echo end`;

export const journal = defineFact<Journal>({
  id: "journal",
  title: "how the journal is kept",
  reads: () => ({ journal: { argv: ["sh", "-c", script], root: false } }),
  parse(raw): Reading<Journal> {
    const tagged = taggedLines(raw, "journal");
    if (!tagged.known) return tagged;
    const settings: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const line of allOf(tagged.value, "set")) {
      const [, name = "", value = ""] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
      if (name === "") return unreadable("the settings of the journal cannot be told apart");
      settings[name] = value.trim();
    }
    return known({ settings, folder: lastOf(tagged.value, "folder") !== undefined });
  },
});
