import type { Change } from "@secondlock/model";
import type { Draft } from "./draft.ts";

/** What a change is made of: two with one key are one step. */
export function keyOf(change: Change): string {
  switch (change.kind) {
    case "file":
      return `file ${change.path}`;
    case "modes":
      return `modes ${change.path}`;
    case "unit":
      return `unit ${change.unit}`;
    case "account":
      return `account ${change.account} ${JSON.stringify(change.wanted)}`;
    case "package":
      return `package ${change.package}`;
    case "sql":
      return `sql ${change.engine} ${change.database ?? ""} ${change.statements.join(";")}`;
    case "certificate":
      return `certificate ${change.path}`;
  }
}

/** Why two wishes for one thing cannot both come true, by its key: the first of them would win without a word. Pure. */
export function oppositeWishes(drafts: readonly Draft[]): ReadonlyMap<string, string> {
  const wishes = drafts.flatMap(({ resource, changes }) =>
    changes.flatMap((change) => termsOf(change).map((term) => ({ ...term, resource, key: keyOf(change) }))),
  );
  const byTerm = Map.groupBy(wishes, ({ key, about }) => `${key} ${about}`);
  return new Map(
    [...byTerm.values()].flatMap(([first, ...others]): readonly (readonly [string, string])[] => {
      const other = others.find(({ wants }) => wants !== first?.wants);
      if (first === undefined || other === undefined) return [];
      const { key, about, name, wants, resource } = first;
      return [[key, `${name}: ${resource} wants ${wants}${about}, and ${other.resource} ${other.wants}`]];
    }),
  );
}

interface Term {
  readonly name: string;
  readonly wants: string;
  /** What it is that only one wish can decide, as the end of a sentence. */
  readonly about: string;
}

function termsOf(change: Change): readonly Term[] {
  if (change.kind === "package") return [{ name: `package ${change.package}`, wants: change.wanted, about: "" }];
  if (change.kind === "unit") {
    const wants = `${change.enabled ? "enabled" : "disabled"} and ${change.active ? "running" : "stopped"}`;
    return [{ name: change.unit, wants, about: "" }];
  }
  if (change.kind !== "file") return [];
  const { path: name, enforceMode, mode = 0o644, owner = "root", group = "root", reload } = change;
  return [
    ...(enforceMode === true ? [{ name, wants: `${mode.toString(8)} ${owner}:${group}`, about: "" }] : []),
    ...(reload === undefined ? [] : [{ name, wants: reload, about: " told of it" }]),
  ];
}
