import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLedger } from "../ledger.ts";
import { openReader } from "../reader.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { failureOf } from "./sqlite-failure.ts";
import { sqliteStore } from "./sqlite-store.ts";

const folder = ownFolders();

test.each([
  ["SQLITE_BUSY_SNAPSHOT", 517, "busy", 5],
  ["SQLITE_LOCKED", 6, "busy", 6],
  ["SQLITE_READONLY_DIRECTORY", 1_544, "read-only", 8],
  ["SQLITE_IOERR_FSYNC", 1_034, "fate-unknown", 10],
  ["SQLITE_CORRUPT_INDEX", 779, "damaged", 11],
  ["SQLITE_FULL", 13, "full", 13],
  ["SQLITE_CANTOPEN_ISDIR", 526, "unavailable", 14],
  ["SQLITE_NOTADB", 26, "damaged", 26],
  ["SQLITE_CONSTRAINT_CHECK", 275, "failed", 19],
])("%s (%i) is %s", (name, errcode, reason, primary) => {
  const error = Object.assign(new Error(name), { code: "ERR_SQLITE_ERROR", errcode });
  expect(failureOf(error)).toEqual({ ok: false, reason, detail: `SQLITE_${primary}` });
});

test("a bug is no failure", () => {
  const bug = new TypeError("a bug");
  expect(() => failureOf(bug)).toThrow(bug);
});

test("a file that is no database is damaged, for whoever writes and whoever reads", async () => {
  const file = join(folder(), "log.db");
  writeFileSync(file, "no database at all, and long enough to have a header of one".repeat(100));
  const damaged = { ok: false, reason: "damaged", detail: "SQLITE_26" };
  expect(await openLedger({ store: sqliteStore({ file }) })).toEqual(damaged);
  expect(await openReader({ store: sqliteStore({ file }) })).toEqual(damaged);
});
