import { type Change, type FileChange, ownFile } from "@secondlock/model";

/** A whole file of ours, which says so in its first line. `about` tells whoever opens it why it is there. */
export function managedFile(
  path: string,
  about: string,
  lines: readonly string[],
  more: Partial<Pick<FileChange, "mode" | "owner" | "group" | "reload">> = {},
): Change {
  return ownFile(path, ["# Managed by Secondlock: " + about, ...lines, ""].join("\n"), more);
}

/** Settings in the order of their names, so that the file stays the same whoever asked first. */
export function sorted<V>(settings: Readonly<Record<string, V>>): readonly (readonly [string, V])[] {
  return Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
