import { accept, type Outcome, refuse } from "../outcome.ts";
import type { SealedFile, Signed } from "./sealed-file.ts";
import type { Value } from "./value.ts";
import type { Wrap } from "./wrap.ts";
import { type Edit, writeFile } from "./write-file.ts";

/** Three files that were verified: two, and the one that both were made of. */
export interface Sides {
  readonly base: SealedFile;
  readonly ours: SealedFile;
  readonly theirs: SealedFile;
}

/**
 * One file of two, as git merges branches: each line comes from the side that changed it. Refuses with `conflict` when both did, each
 * in its own way; `detail` names them. Lines of the owner are taken as he signed them; the last line is signed by whoever merges.
 */
export function mergeFiles({ base, ours, theirs }: Sides, edit: Edit): Outcome<Buffer, "conflict"> {
  const conflicts: string[] = [];
  const merge = <T>(
    linesOf: (file: SealedFile) => readonly T[],
    nameOf: (line: T) => string,
    textOf: (line: T) => string,
  ): T[] => {
    const [before, here, there] = [base, ours, theirs].map(
      (file) => new Map(linesOf(file).map((line) => [nameOf(line), line])),
    ) as [Map<string, T>, Map<string, T>, Map<string, T>];
    const same = (one: T | undefined, other: T | undefined): boolean =>
      one === undefined || other === undefined ? one === other : textOf(one) === textOf(other);
    return [...new Set([...here.keys(), ...there.keys()])].flatMap((name) => {
      const [old, mine, other] = [before.get(name), here.get(name), there.get(name)];
      if (!same(mine, old) && !same(other, old) && !same(mine, other)) conflicts.push(name);
      const chosen = same(mine, old) ? other : mine;
      return chosen === undefined ? [] : [chosen];
    });
  };
  const [header = ours.header] = merge(
    ({ header }) => [header],
    () => "header",
    ({ text }) => text,
  );
  const wraps = merge<Signed<Wrap>>(
    ({ wraps }) => wraps,
    wrapName,
    ({ text }) => text,
  );
  const values = merge<Value>(
    ({ values }) => values,
    ({ name }) => name,
    ({ version, box }) => `${version} ${box.toString("base64")}`,
  );
  return conflicts.length > 0
    ? refuse("conflict", conflicts.join(", "))
    : accept(writeFile({ header, wraps, values }, [ours, theirs], edit));
}

function wrapName({ content: { host, confirmers } }: Signed<Wrap>): string {
  return `wrap of ${host} for ${confirmers.map(({ confirmer }) => confirmer).join(" and ")}`;
}
