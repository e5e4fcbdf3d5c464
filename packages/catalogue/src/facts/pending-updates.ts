import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { allOf, lastOf, taggedLines, wholeNumber } from "./tagged-lines.ts";

export interface PendingUpdates {
  /** Packages with a newer version from a security archive, held ones included. */
  readonly security: readonly string[];
  /** Packages that somebody told apt never to upgrade. */
  readonly held: readonly string[];
  /** Hours since a package list last came from an archive; absent when there is none at all. */
  readonly listHours?: number;
  /** Hours since unattended-upgrades last ran to its end; absent when it never did. */
  readonly unattendedHours?: number;
}

// `--with-new-pkgs`: a kernel update is a new package, and a plain `upgrade` would keep it back in silence.
// A simulation takes no lock and changes nothing. apt keeps the archive's date as the time of a list, so the
// time of the last change (%Z) is taken.
const script = String.raw`printf 'now %s\n' "$(date +%s)"
stat -c 'list %Z' /var/lib/apt/lists/*Release 2>/dev/null
stat -c 'unattended %Y' /var/lib/apt/periodic/unattended-upgrades-stamp 2>/dev/null
dpkg --get-selections | awk '$2 == "hold" { print "held", $1 }'
plan=$(apt-get -s -q -o Debug::NoLocking=1 --ignore-hold --with-new-pkgs upgrade) || exit 1
printf '%s\n' "$plan" | awk '/^Inst / && /[Ss]ecurity/ { print "security", $2 }'
echo end`;

/** What a security update would change now, by a simulation of apt over the lists that the host has. */
export const pendingUpdates = defineFact<PendingUpdates>({
  id: "pending-updates",
  title: "security updates that wait",
  reads: () => ({ plan: { argv: ["sh", "-c", script], root: false, seconds: 20 } }),
  parse(raw): Reading<PendingUpdates> {
    const tagged = taggedLines(raw, "plan");
    if (!tagged.known) return tagged;
    const now = wholeNumber(lastOf(tagged.value, "now"));
    if (now === undefined) return unreadable("the host told no time");
    const hoursSince = (tag: string): number | undefined => {
      const times = allOf(tagged.value, tag).flatMap((text) => wholeNumber(text) ?? []);
      return times.length === 0
        ? undefined
        : Math.floor((now - times.reduce((newest, time) => Math.max(newest, time), 0)) / 3600);
    };
    const listHours = hoursSince("list");
    const unattendedHours = hoursSince("unattended");
    return known({
      security: allOf(tagged.value, "security"),
      held: allOf(tagged.value, "held").map((name) => name.replace(/:.*$/, "")),
      ...(listHours === undefined ? {} : { listHours }),
      ...(unattendedHours === undefined ? {} : { unattendedHours }),
    });
  },
});
