import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";

/** A change of this host that Secondlock made, e.g. `confirmed` or `taken back`. */
export interface KeptChange {
  readonly id: string;
  readonly state: string;
}

// names sort as the changes were made
const script = `for d in /var/lib/secondlock/journal/*/; do
  [ -f "$d/state" ] && printf '%s %s\\n' "$(basename "$d")" "$(cat "$d/state")"
done | tail -n 100
echo end`;

/** What the journals on the host say became of each change. */
export const confirmedChanges = defineFact<readonly KeptChange[]>({
  id: "confirmed-changes",
  title: "what became of the changes that Secondlock made",
  reads: () => ({ changes: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<readonly KeptChange[]> {
    const text = textOf(raw, "changes");
    if (!text.known) return text;
    const found = lines(text.value);
    if (found.at(-1) !== "end") return unreadable("the journals were not read to their end");
    return known(
      found.flatMap((line) => {
        const [, id, state] = /^([0-9TZ]+-[0-9a-f]+) (\S.*)$/.exec(line) ?? [];
        return id === undefined || state === undefined ? [] : [{ id, state }];
      }),
    );
  },
});
