import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { entryHash } from "../hash.ts";
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
});
