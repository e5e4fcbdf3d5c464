import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { confirmerFolder } from "./confirmer-folder.ts";
import { isCount, isList, isText, membersOf, parseObject } from "./sealed-shape.ts";
import { allOf, taggedLines } from "./tagged-lines.ts";

/** What a policy of an active key says of who may ask, for what, and for how long. */
export interface PolicySeen {
  readonly kid: string;
  /** `203.0.113.7`, `203.0.113.0/24` */
  readonly sources: readonly string[];
  readonly purposes: readonly string[];
  /** How many people have to agree to each opening. */
  readonly approvals: number;
  /** `2027-11-21T00:00:00Z` */
  readonly expires: string;
}

export interface ConfirmerPolicies {
  readonly policies: readonly PolicySeen[];
  /** The day of the host, `2026-11-22`, in UTC. */
  readonly today: string;
}

// Each document begins with 43 characters that show who wrote it. What is written just now lies in the -wal file; where there is
// none, nobody has it open, and immutable keeps one from being made. Of a key only its policy is asked for.
const script = String.raw`d=${confirmerFolder}/confirmer.db
printf 'today %s\n' "$(date -u +%F)"
[ -f "$d" ] || { echo end; exit 0; }
command -v sqlite3 >/dev/null || exit 127
u="file:$d?immutable=1"; [ -e "$d-wal" ] && u="file:$d?mode=ro"
timeout 5 sqlite3 -batch -init /dev/null -readonly "$u" "SELECT 'policy ' || json_extract(substr(text, 44), '$.policy.text') FROM document WHERE kind = 'key' AND json_extract(substr(text, 44), '$.state.status') = 'active' LIMIT 256" 2>/dev/null || exit 1
echo end`;

const isPolicy = membersOf({
  kid: isText,
  sources: isList(isText, 32),
  purposes: isList(isText, 16),
  approvals: (value) => value === 0 || isCount(value),
  expires: isText,
});

/** Policies of a confirmer on this host, where it keeps them in SQLite; of one with PostgreSQL, and where there is none: no policy. */
export const confirmerPolicies = defineFact<ConfirmerPolicies>({
  id: "confirmer-policies",
  title: "policies of the confirmer",
  reads: () => ({ policies: { argv: ["sh", "-c", script], bytes: 256 * 1024 } }),
  parse(raw): Reading<ConfirmerPolicies> {
    if (raw["policies"]?.status === 127) return unreadable("the program sqlite3 is not installed, which reads them");
    const tagged = taggedLines(raw, "policies");
    if (!tagged.known) return tagged;
    const texts = allOf(tagged.value, "policy");
    const policies = texts.flatMap((text) => (parseObject([text], isPolicy) as PolicySeen | undefined) ?? []);
    if (policies.length < texts.length) return unreadable("a policy is of a form that this version does not know");
    return known({
      policies: policies.map(({ kid, sources, purposes, approvals, expires }) => ({
        ...{ kid, sources, purposes, approvals, expires },
      })),
      today: allOf(tagged.value, "today").at(-1) ?? "",
    });
  },
});
