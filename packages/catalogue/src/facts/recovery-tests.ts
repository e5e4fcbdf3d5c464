import { defineFact, known, type Reading } from "@secondlock/model";
import { isCount, isText, membersOf, parseObject } from "./sealed-shape.ts";
import { allOf, taggedLines } from "./tagged-lines.ts";

/** Somebody put shares together and opened a value with them. */
export interface RecoveryTest {
  /** Id of the sealed file. */
  readonly file: string;
  /** `2026-11-22`, or a time of that day. */
  readonly at: string;
  /** How many shares there were. */
  readonly shares: number;
}

const script = String.raw`for f in /root/.config/secondlock/recovery-tested-* /home/*/.config/secondlock/recovery-tested-*; do
  [ -f "$f" ] && [ ! -L "$f" ] && printf 'test %s %s\n' "${"$"}{f##*/recovery-tested-}" "$(head -c 1024 -- "$f" | head -n 1 | tr -d '\0')"
done | head -n 256
echo end`;

const isTest = membersOf({ at: isText, shares: isCount });

/** What people on this machine remember of tests that a sealed file opens when all else fails. */
export const recoveryTests = defineFact<readonly RecoveryTest[]>({
  id: "recovery-tests",
  title: "when recovery of sealed files was tested",
  reads: () => ({ tests: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<readonly RecoveryTest[]> {
    const tagged = taggedLines(raw, "tests");
    if (!tagged.known) return tagged;
    return known(
      allOf(tagged.value, "test").flatMap((line) => {
        const [, file = "", text = ""] = /^([A-Za-z0-9_-]{22}) (.*)$/.exec(line) ?? [];
        const found = parseObject([text], isTest) as Omit<RecoveryTest, "file"> | undefined;
        return found === undefined || Number.isNaN(Date.parse(found.at))
          ? []
          : [{ file, at: found.at, shares: found.shares }];
      }),
    );
  },
});
