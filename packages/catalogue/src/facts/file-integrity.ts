import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { type AptPackage, aptKnows } from "./apt-package.ts";
import { lastOf, taggedLines, wholeNumber } from "./tagged-lines.ts";

export interface FileIntegrity extends AptPackage {
  /** Days since the database was made; absent when there is none. */
  readonly databaseDays?: number;
  /** Whether a daily run is due, by cron or by a timer. */
  readonly daily: boolean;
  /** How far the unit of ours is that makes and renews the database; absent where it is not there. */
  readonly baseline?: "waiting" | "making" | "failed";
}

/** Makes the database in the background, and renews it after changes of ours and once a month. */
export const baselineUnit = "secondlock-baseline";

const script = String.raw`${aptKnows}
if command -v aide >/dev/null; then echo installed; elif apt_knows aide; then echo available; fi
printf 'now %s\n' "$(date +%s)"
stat -c 'database %Y' /var/lib/aide/aide.db /var/lib/aide/aide.db.gz 2>/dev/null
for f in /etc/cron.daily/aide /etc/cron.daily/dailyaidecheck; do [ -x "$f" ] && echo daily; done
systemctl is-enabled -q dailyaidecheck.timer 2>/dev/null && echo daily
[ ! -f /etc/systemd/system/${baselineUnit}.service ] || printf 'baseline %s\n' "$(systemctl is-active ${baselineUnit}.service 2>/dev/null)"
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
    const baseline = lastOf(tagged.value, "baseline");
    return known({
      ...(tagged.value.has("available") ? { available: true } : {}),
      ...(baseline === undefined
        ? {}
        : { baseline: baseline === "failed" ? "failed" : baseline === "activating" ? "making" : "waiting" }),
      installed: tagged.value.has("installed"),
      daily: tagged.value.has("daily"),
      ...(made === undefined ? {} : { databaseDays: Math.floor((now - made) / 86_400) }),
    });
  },
});
