import { type SealedFile, type Signed, valueText } from "./sealed-file.ts";
import type { Value } from "./value.ts";
import type { Wrap } from "./wrap.ts";
import { type Edit, writeFile } from "./write-file.ts";

/** Three files that were verified: two, and the one that both were made of. */
export interface Sides {
  readonly base: SealedFile;
  readonly ours: SealedFile;
  readonly theirs: SealedFile;
}

export interface Merged {
  readonly bytes: Buffer;
  /** What both sides changed, each in its own way, and what can be opened no more: somebody has to decide. */
  readonly conflicts: readonly string[];
}

/**
 * One file of two, as git merges branches: each line comes from the side that changed it, and from ours where both did. Lines of the owner
 * are taken as he signed them; the last line is signed by whoever merges. What was sealed for another identity than that of the header
 * which comes out opens nowhere, and is left out.
 */
export function mergeFiles({ base, ours, theirs }: Sides, edit: Edit): Merged {
  const conflicts: string[] = [];
  const merge = <T>(
    linesOf: (file: SealedFile) => readonly T[],
    nameOf: (line: T) => string,
    textOf: (line: T) => string,
    opens: (side: SealedFile) => boolean = () => true,
  ): T[] => {
    const [before, here, there] = [base, ours, theirs].map(
      (file) => new Map(linesOf(file).map((line) => [nameOf(line), line])),
    ) as [Map<string, T>, Map<string, T>, Map<string, T>];
    const same = (one: T | undefined, other: T | undefined): boolean =>
      one === undefined || other === undefined ? one === other : textOf(one) === textOf(other);
    return [...new Set([...here.keys(), ...there.keys()])].flatMap((name) => {
      const [old, mine, other] = [before.get(name), here.get(name), there.get(name)];
      const bothChanged = !same(mine, old) && !same(other, old) && !same(mine, other);
      const fromTheirs = bothChanged ? !opens(ours) : same(mine, old);
      const chosen = fromTheirs ? other : mine;
      const lost = chosen !== undefined && !opens(fromTheirs ? theirs : ours);
      if (bothChanged || lost) conflicts.push(name);
      return chosen === undefined || lost ? [] : [chosen];
    });
  };
  const [header = ours.header] = merge(
    ({ header }) => [header],
    () => "header",
    ({ text }) => text,
  );
  const opens = (side: SealedFile): boolean => side.header.content.identity === header.content.identity;
  const wraps = merge<Signed<Wrap>>(
    ({ wraps }) => wraps,
    wrapName,
    ({ text }) => text,
    opens,
  );
  const values = merge<Value>(
    ({ values }) => values,
    ({ name }) => name,
    valueText,
    opens,
  );
  return { bytes: writeFile({ header, wraps, values }, [ours, theirs], edit), conflicts };
}

function wrapName({ content: { host, confirmers } }: Signed<Wrap>): string {
  return `wrap of ${host} for ${confirmers.map(({ confirmer }) => confirmer).join(" and ")}`;
}
