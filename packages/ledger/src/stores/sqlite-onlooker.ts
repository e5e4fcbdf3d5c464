import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { failure, StoreError } from "../store.ts";
import { distrust } from "./sqlite-database.ts";
import { watch } from "./sqlite-file.ts";
import { logOf } from "./sqlite-log.ts";

/** A way to a database for whoever only reads. */
export interface Onlooker {
  read<T>(work: (database: DatabaseSync) => T): T;
  close(): void;
}

const mostTries = 10;

/**
 * Makes no file and needs no right to write. SQLite itself makes a write-ahead log also for those who only read, or
 * refuses when it cannot. Where there is none, nobody has the database open: it is read as one that does not change
 * (https://sqlite.org/uri.html#uriimmutable), and what was read counts when it did not.
 */
export function onlooker(file: string): Onlooker {
  let beside: DatabaseSync | undefined;
  let insist: (() => void) | undefined;

  function readUnchanged<T>(work: (database: DatabaseSync) => T): T {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const before = stateOf(file);
      if (existsSync(logOf(file))) return read(work);
      const url = pathToFileURL(file);
      url.searchParams.set("immutable", "1");
      const result = tried(url, work);
      if (!existsSync(logOf(file)) && stateOf(file) === before) {
        if ("error" in result) throw result.error;
        return result.value;
      }
    }
    throw new StoreError(failure("busy", `${file} changes again and again`));
  }

  function read<T>(work: (database: DatabaseSync) => T): T {
    if (beside === undefined && !existsSync(logOf(file))) return readUnchanged(work);
    // the only wait there is: for another who repairs the log's index after a crash
    beside ??= connect(file, 1_000);
    insist?.();
    const result = work(beside);
    // from its first reading on, a connection keeps the last writer from removing the log
    insist ??= watch(file);
    return result;
  }

  return {
    read,
    close() {
      beside?.close();
      beside = undefined;
    },
  };
}

function tried<T>(url: URL, work: (database: DatabaseSync) => T): { readonly value: T } | { readonly error: unknown } {
  const database = connect(url);
  try {
    return { value: work(database) };
  } catch (error) {
    return { error };
  } finally {
    database.close();
  }
}

function connect(where: string | URL, timeout = 0): DatabaseSync {
  const database = new DatabaseSync(where, { readOnly: true, timeout });
  database.exec(distrust);
  return database;
}

function stateOf(file: string): string {
  const { ino, size, mtimeNs } = statSync(file, { bigint: true });
  return [ino, size, mtimeNs].join(" ");
}
