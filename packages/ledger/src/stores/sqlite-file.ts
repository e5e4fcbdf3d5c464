import { realpathSync, statSync } from "node:fs";
import { failure, StoreError } from "../store.ts";
import { logOf } from "./sqlite-log.ts";

/** Where a database itself lies: beside that, and not beside a link to it, SQLite keeps its write-ahead log. Throws a StoreError. */
export function placeOf(path: string): string {
  const file = realpathSync(path);
  // whoever comes by the other name keeps another log beside that
  if (statSync(file).nlink > 1) throw new StoreError(failure("failed", `${file} has more than one name (hard links)`));
  return file;
}

/** Throws a StoreError once a database's file, or its log, is not the one any more that was there when this was called. */
export function watch(file: string): () => void {
  const before = filesOf(file);
  return () => {
    if (filesOf(file) === before) return;
    throw new StoreError(failure("damaged", `${file} was removed or replaced while it was open`));
  };
}

/** Their inodes: no other file gets the number of one that is held open. */
function filesOf(file: string): string {
  const found = [file, logOf(file)].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return found.map((one) => (one === undefined ? "none" : `${one.dev}:${one.ino}`)).join(" ");
}
