import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openLedger } from "../ledger.ts";
import { openReader } from "../reader.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { add, headOf, opened, openings } from "../testing/store-contract.ts";
import { openDatabase } from "./sqlite-database.ts";
import { sqliteStore } from "./sqlite-store.ts";

const folder = ownFolders();

function run(file: string, sql: string): void {
  // as whoever writes the bytes of the file by himself, who is held up by nothing
  const database = new DatabaseSync(file, { defensive: false });
  database.exec(sql);
  database.close();
}

const refused = { ok: false, reason: "damaged" };
const renamed = "ALTER TABLE ledger_entry RENAME TO kept;";

describe("a log whose schema is not the one that is made here is opened by nobody", () => {
  test.each<[string, string]>([
    ["a view in place of a table", `${renamed} CREATE VIEW ledger_entry AS SELECT * FROM kept`],
    [
      "a view that never ends",
      `${renamed} CREATE VIEW ledger_entry AS WITH RECURSIVE c(seq) AS (SELECT 0 UNION ALL SELECT seq FROM c)
        SELECT seq, '' AS hash, '' AS entry, NULL AS opened FROM c WHERE seq > 1`,
    ],
    ["a trigger", "CREATE TRIGGER t AFTER INSERT ON ledger_entry BEGIN DELETE FROM ledger_entry; END"],
    [
      "a trigger that is said to be of another table",
      `CREATE TABLE other (x); CREATE TRIGGER t AFTER INSERT ON "Ledger_Entry" BEGIN DELETE FROM ledger_entry; END;
        PRAGMA writable_schema = ON; UPDATE sqlite_schema SET tbl_name = 'other' WHERE name = 't'`,
    ],
    [
      "a view that is said to have another name",
      `${renamed} CREATE VIEW ledger_entry AS SELECT * FROM kept;
        PRAGMA writable_schema = ON; UPDATE sqlite_schema SET (name, tbl_name) = ('v', 'v') WHERE type = 'view'`,
    ],
    ["an index", "CREATE INDEX i ON ledger_entry (abs(length(entry)))"],
    [
      "a table without its bounds",
      "DROP TABLE ledger_entry; CREATE TABLE ledger_entry (seq INTEGER PRIMARY KEY, hash TEXT, entry TEXT, opened TEXT)",
    ],
    ["one table too few", "DROP TABLE ledger_seal"],
  ])("%s", async (_, sql) => {
    const file = join(folder(), "log.db");
    await (await opened(sqliteStore({ file }))).close();
    run(file, sql);
    expect(await openLedger({ store: sqliteStore({ file }) })).toMatchObject(refused);
    expect(await openReader({ store: sqliteStore({ file }) })).toMatchObject(refused);
  });

  test("but what else is in the database is nobody's business", async () => {
    const file = join(folder(), "log.db");
    run(file, "CREATE TABLE general_ledger_entry (x); CREATE VIEW v AS SELECT x FROM general_ledger_entry");
    const ledger = await opened(sqliteStore({ file }));
    await add(ledger, ...openings(2));
    await ledger.close();
    run(file, "CREATE TRIGGER t AFTER INSERT ON general_ledger_entry BEGIN DELETE FROM general_ledger_entry; END");
    const again = await opened(sqliteStore({ file }));
    expect(await add(again, ...openings(1))).toEqual([2]);
    await again.close();
  });
});

test("a schema is not trusted", () => {
  const database = openDatabase(join(folder(), "log.db"));
  expect(database.prepare("PRAGMA trusted_schema").get()).toEqual({ trusted_schema: 0 });
  database.close();
});

test.each([
  ["of another version", "UPDATE ledger_log SET v = 2", { reason: "damaged", detail: "ledger_log" }],
  ["without its identity", "DELETE FROM ledger_log", { reason: "damaged", detail: "ledger_log" }],
])("a log %s is not opened, and not made anew", async (_, sql, answer) => {
  const file = join(folder(), "log.db");
  await (await opened(sqliteStore({ file }))).close();
  run(file, sql);
  expect(await openLedger({ store: sqliteStore({ file }) })).toMatchObject({ ok: false, ...answer });
  expect(await openReader({ store: sqliteStore({ file }) })).toMatchObject({ ok: false, ...answer });
});

test("no log is made in a database that keeps its text in UTF-16", async () => {
  const file = join(folder(), "log.db");
  run(file, "PRAGMA encoding = 'UTF-16'; CREATE TABLE other (x)");
  expect(await openLedger({ store: sqliteStore({ file }) })).toMatchObject({ ok: false, reason: "failed" });
});

test("whoever opens a new database waits for another who has it to himself, and not for longer than he said", async () => {
  const file = join(folder(), "log.db");
  const other = new DatabaseSync(file);
  other.exec("CREATE TABLE other (x); BEGIN EXCLUSIVE");
  expect(await openLedger({ store: sqliteStore({ file, waitMs: 20 }) })).toMatchObject({ ok: false, reason: "busy" });
  const opening = opened(sqliteStore({ file }));
  setTimeout(() => other.close(), 50);
  const ledger = await opening;
  expect(await add(ledger, ...openings(1))).toEqual([0]);
  await ledger.close();
});

test("pages that a redaction frees are overwritten", async () => {
  const own = folder();
  const ledger = await opened(sqliteStore({ file: join(own, "log.db") }));
  const secret = "a-value-that-has-to-go";
  // more than a page holds: what is behind it lies on pages of its own
  await add(ledger, { type: "a", private: { name: secret.repeat(1_000) } }, ...openings(2));
  expect(await ledger.redact(0, "name")).toMatchObject({ ok: true });
  for (const name of readdirSync(own))
    expect([name, readFileSync(join(own, name)).includes(secret)]).toEqual([name, false]);
  expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, redacted: 1 });
  await ledger.close();
});
