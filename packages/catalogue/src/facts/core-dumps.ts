import { defineFact, known, type Reading } from "@secondlock/model";
import { allOf, lastOf, taggedLines } from "./tagged-lines.ts";

export interface CoreDumps {
  /** Whether limits forbid everybody (`*`) a core dump for good. */
  readonly limited: boolean;
  /** Where systemd-coredump keeps dumps, as it merges its files; `external` is its default. */
  readonly storage: string;
}

const script = String.raw`set --
for f in /etc/security/limits.conf /etc/security/limits.d/*.conf; do [ -r "$f" ] && set -- "$@" "$f"; done
[ $# -eq 0 ] || awk '$1 == "*" && ($2 == "hard" || $2 == "-") && $3 == "core" { print "limit", $4 }' "$@"
systemd-analyze cat-config systemd/coredump.conf 2>/dev/null | sed -n 's/^Storage=/storage /p'
echo end`;

export const coreDumps = defineFact<CoreDumps>({
  id: "core-dumps",
  title: "what happens with the memory of a program that fails",
  reads: () => ({ dumps: { argv: ["sh", "-c", script], root: false } }),
  parse(raw): Reading<CoreDumps> {
    const tagged = taggedLines(raw, "dumps");
    if (!tagged.known) return tagged;
    return known({
      limited: allOf(tagged.value, "limit").at(-1) === "0",
      storage: lastOf(tagged.value, "storage") ?? "external",
    });
  },
});
