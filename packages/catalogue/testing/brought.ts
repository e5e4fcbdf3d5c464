import type { Change, State } from "@secondlock/model";

/** The changes of states on one resource, as a plan makes them: settings merged, each function called once. */
export function brought<T>(states: readonly State<T>[], value: T): readonly Change[] {
  const settings = Object.fromEntries(states.flatMap((state) => Object.entries(state.settings)));
  return [...new Set(states.map(({ bring }) => bring))].flatMap((bring) => bring?.(settings, value) ?? []);
}

/** What the changes make of the files that are there; throws when a second round would make something else. */
export function written(
  changes: readonly Change[],
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string | undefined>> {
  const files: Record<string, string | undefined> = { ...before };
  for (const change of changes) {
    if (change.kind !== "file") continue;
    const after = change.content(files[change.path]);
    if (change.content(after) !== after) throw new Error(`${change.path} is written anew each time`);
    files[change.path] = after;
  }
  return Object.fromEntries(Object.entries(files).filter(([, text]) => text !== undefined));
}

export function settledBy<T>(states: readonly State<T>[], value: T): T {
  return states.reduce((before, state) => state.settle(before), value);
}
