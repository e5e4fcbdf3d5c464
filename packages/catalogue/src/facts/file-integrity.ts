import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { lastOf, taggedLines, wholeNumber } from "./tagged-lines.ts";

export interface FileIntegrity {
  readonly installed: boolean;
  /** Days since the database was made; absent when there is none. */
  readonly databaseDays?: number;
  /** Whether a daily run is due, by cron or by a timer. */
  readonly daily: boolean;
}

const script = String.raw`command -v aide >/dev/null && echo installed
printf 'now %s\n' "$(date +%s)"
stat -c 'database %Y' /var/lib/aide/aide.db /var/lib/aide/aide.db.gz 2>/dev/null
for f in /etc/cron.daily/aide /etc/cron.daily/dailyaidecheck; do [ -x "$f" ] && echo daily; done
systemctl is-enabled -q dailyaidecheck.timer 2>/dev/null && echo daily
echo end`;

/** The state of AIDE, which compares files with what they were. */
export const fileIntegrityState = defineFact<FileIntegrity>({
  id: "file-integrity",
  title: "the watch over files",
  reads: () => ({ aide: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<FileIntegrity> {
    const tagged = taggedLines(raw, "aide");
    if (!tagged.known) return tagged;
    const now = wholeNumber(lastOf(tagged.value, "now"));
    if (now === undefined) return unreadable("the host told no time");
    const made = wholeNumber(lastOf(tagged.value, "database"));
    return known({
      installed: tagged.value.has("installed"),
      daily: tagged.value.has("daily"),
      ...(made === undefined ? {} : { databaseDays: Math.floor((now - made) / 86_400) }),
    });
  },
});
