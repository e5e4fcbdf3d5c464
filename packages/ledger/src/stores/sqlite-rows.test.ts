import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { entryHash } from "../hash.ts";
import { openLedger } from "../ledger.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { add, headOf, opened, openings } from "../testing/store-contract.ts";
import { sqliteStore } from "./sqlite-store.ts";

const folder = ownFolders();

describe("rows of a database", () => {
  test.each<[string, string, string, number]>([
    [
      "an entry's text",
      `UPDATE ledger_entry SET entry = replace(entry, '"n":21', '"n":99') WHERE seq = 21`,
      "changed",
      21,
    ],
    [
      "a private value",
      `UPDATE ledger_entry SET opened = replace(opened, '192', '193') WHERE seq = 40`,
      "private-changed",
      40,
    ],
    ["a removed row", "DELETE FROM ledger_entry WHERE seq = 21", "removed", 21],
    ["a row with another number", "UPDATE ledger_entry SET seq = 99 WHERE seq = 21", "reordered", 21],
    ["the last row gone", "DELETE FROM ledger_entry WHERE seq = 40", "truncated", 40],
    ["a seal", `UPDATE ledger_seal SET root = '${entryHash("")}' WHERE segment = 1`, "seal-changed", 31],
  ])("%s", async (_, sql, reason, seq) => {
    const file = join(folder(), "log.db");
    const ledger = await opened(sqliteStore({ file }));
    await add(ledger, ...openings(40), { type: "a", private: { address: "192.0.2.7" } });
    const head = await headOf(ledger);
    const database = new DatabaseSync(file);
    expect(database.prepare(sql).run().changes).toBe(1);
    database.close();
    expect(await ledger.verify(head)).toMatchObject({ ok: false, reason, seq });
    await ledger.close();
  });

  test("are not added to when some of them are gone", async () => {
    const file = join(folder(), "log.db");
    const ledger = await opened(sqliteStore({ file }));
    await add(ledger, ...openings(10));
    const database = new DatabaseSync(file);
    database.exec("DELETE FROM ledger_entry WHERE seq > 5");
    database.close();
    expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "damaged" });
    await ledger.close();
  });

  test.each([
    ["a number before the first", -5],
    ["the biggest number that an entry can have", 2n ** 53n - 2n],
    ["a number that JavaScript does not have", 2n ** 60n + 1n],
    ["the biggest number there is", 2n ** 63n - 1n],
  ])("with another that has %s are damaged", async (_, seq) => {
    const file = join(folder(), "log.db");
    const ledger = await opened(sqliteStore({ file }));
    await add(ledger, ...openings(3));
    const head = await headOf(ledger);
    const found = { ok: false, ...(seq === -5 ? { reason: "inserted", seq: 0 } : { reason: "changed", seq: 3 }) };
    const database = new DatabaseSync(file);
    const insert = "INSERT INTO ledger_entry (seq, hash, entry) VALUES (?, '', '')";
    if (seq !== 2n ** 53n - 2n) {
      expect(() => database.prepare(insert).run(seq)).toThrow("CHECK");
      database.exec("PRAGMA ignore_check_constraints = ON");
    }
    database.prepare(insert).run(seq);
    database.close();
    expect(await ledger.verify(head)).toMatchObject(found);
    if (seq !== -5) expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "damaged" });
    const again = await openLedger({ store: sqliteStore({ file }) });
    expect(again).toMatchObject({ ok: true, standing: { ok: false, reason: "damaged" } });
    if (again.ok) await again.ledger.close();
    await ledger.close();
  });

  test.each([
    ["entry", "changed"],
    ["hash", "changed"],
    ["opened", "private-changed"],
  ])("whose %s has bytes that are no UTF-8 in place of U+FFFD", async (column, reason) => {
    const file = join(folder(), "log.db");
    const ledger = await opened(sqliteStore({ file }));
    await add(ledger, ...openings(1), { type: "a", data: { text: "\ufffd" }, private: { text: "\ufffd" } });
    const head = await headOf(ledger);
    expect(await ledger.verify(head)).toMatchObject({ ok: true });
    const database = new DatabaseSync(file);
    const select = `SELECT CAST(${column} AS BLOB) AS bytes FROM ledger_entry WHERE seq = 1`;
    const bytes = Buffer.from(database.prepare(select).get()?.["bytes"] as Uint8Array).toString("latin1");
    const changed = Buffer.from(column === "hash" ? `${bytes}\xfe` : bytes.replace("\xef\xbf\xbd", "\xfe"), "latin1");
    database.prepare(`UPDATE ledger_entry SET ${column} = CAST(? AS TEXT) WHERE seq = 1`).run(changed);
    database.close();
    expect(await ledger.verify(head)).toMatchObject({ ok: false, reason, seq: 1 });
    await ledger.close();
  });

  test.each([
    ["a byte order mark before", "UPDATE ledger_entry SET entry = CAST(x'efbbbf' || entry AS TEXT) WHERE seq = 1"],
    ["a NUL and more behind", "UPDATE ledger_entry SET entry = entry || char(0) || 'more' WHERE seq = 1"],
  ])("whose entry has %s", async (_, sql) => {
    const file = join(folder(), "log.db");
    const ledger = await opened(sqliteStore({ file }));
    await add(ledger, ...openings(3));
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
    expect(await ledger.verify()).toMatchObject({ ok: false, reason: "changed", seq: 1 });
    await ledger.close();
  });

  test("are opened and verified without the seals behind one that is gone", async () => {
    const file = join(folder(), "log.db");
    const first = await opened(sqliteStore({ file }));
    await add(first, ...openings(70));
    const head = await headOf(first);
    await first.close();
    const database = new DatabaseSync(file);
    database.exec("DELETE FROM ledger_seal WHERE segment = 1");
    database.close();
    const ledger = await opened(sqliteStore({ file }));
    expect(await headOf(ledger)).toEqual(head);
    expect(await ledger.verify(head)).toMatchObject({ ok: true });
    expect(await add(ledger, ...openings(1))).toEqual([70]);
    await ledger.close();
  });
});
