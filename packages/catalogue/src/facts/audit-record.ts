import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { allOf, lastOf, taggedLines, wholeNumber } from "./tagged-lines.ts";

export interface AuditRecord {
  /** Whether the tools of the audit daemon are installed. */
  readonly installed: boolean;
  /** 0 off, 1 on, 2 on and locked until the next start. */
  readonly enabled: number;
  readonly lost: number;
  /** The rules that the kernel follows now, as `auditctl -l` prints them. */
  readonly rules: readonly string[];
}

const script = String.raw`command -v auditctl >/dev/null || { echo absent; echo end; exit 0; }
status=$(auditctl -s) || exit 1
printf '%s\n' "$status" | awk '$1 == "enabled" || $1 == "lost"'
auditctl -l | sed 's/^/rule /'
echo end`;

export const auditRecord = defineFact<AuditRecord>({
  id: "audit-record",
  title: "what the kernel records",
  reads: () => ({ audit: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<AuditRecord> {
    const tagged = taggedLines(raw, "audit");
    if (!tagged.known) return tagged;
    if (tagged.value.has("absent")) return known({ installed: false, enabled: 0, lost: 0, rules: [] });
    const enabled = wholeNumber(lastOf(tagged.value, "enabled"));
    if (enabled === undefined) return unreadable("the kernel did not say whether it records");
    return known({
      installed: true,
      enabled,
      lost: wholeNumber(lastOf(tagged.value, "lost")) ?? 0,
      rules: allOf(tagged.value, "rule").filter((rule) => rule.startsWith("-")),
    });
  },
});
