import { existsSync, linkSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openLedger } from "../ledger.ts";
import { openReader } from "../reader.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { add, entriesOf, headOf, opened, openings } from "../testing/store-contract.ts";
import { sqliteStore } from "./sqlite-store.ts";

const folder = ownFolders();

test("whoever owns the database may read and write its files, and nobody else", async () => {
  const own = folder();
  const ledger = await opened(sqliteStore({ file: join(own, "log.db") }));
  const modes = readdirSync(own).map((name) => [name, statSync(join(own, name)).mode & 0o777]);
  expect(modes).toEqual(["log.db", "log.db-shm", "log.db-wal"].map((name) => [name, 0o600]));
  await ledger.close();
});

describe("a database by a symbolic link", () => {
  test("is read with what lies in the log beside the file itself", async () => {
    const [file, link] = [join(folder(), "log.db"), join(folder(), "link.db")];
    const ledger = await opened(sqliteStore({ file }));
    await add(ledger, ...openings(5));
    symlinkSync(file, link);
    const result = await openReader({ store: sqliteStore({ file: link }) });
    if (!result.ok) throw new Error(result.reason);
    expect(await result.reader.verify(await headOf(ledger))).toMatchObject({ ok: true, head: { size: 5 } });
    await Promise.all([result.reader.close(), ledger.close()]);
  });

  test("is made where the link leads, and is one log by both names", async () => {
    const [file, link] = [join(folder(), "log.db"), join(folder(), "link.db")];
    symlinkSync(file, link);
    const [one, other] = [await opened(sqliteStore({ file: link })), await opened(sqliteStore({ file }))];
    expect([await add(one, ...openings(1)), await add(other, ...openings(1)), await add(one, ...openings(1))]).toEqual([
      [0],
      [1],
      [2],
    ]);
    expect(existsSync(`${link}-wal`)).toBe(false);
    await Promise.all([one.close(), other.close()]);
  });
});

test("a database with a second name (a hard link) is opened by neither", async () => {
  const own = folder();
  const [file, name] = [join(own, "log.db"), join(own, "other.db")];
  await (await opened(sqliteStore({ file }))).close();
  linkSync(file, name);
  for (const path of [file, name]) {
    const refused = { ok: false, reason: "failed", detail: expect.stringContaining("hard links") as string };
    expect(await openLedger({ store: sqliteStore({ file: path }) })).toMatchObject(refused);
    expect(await openReader({ store: sqliteStore({ file: path }) })).toMatchObject(refused);
  }
  rmSync(name);
  await (await opened(sqliteStore({ file }))).close();
});

describe("a database that is open", () => {
  test.each<[string, (file: string) => void | Promise<void>]>([
    ["was removed", (file) => ["", "-wal", "-shm"].forEach((end) => rmSync(`${file}${end}`))],
    ["was moved away", (file) => renameSync(file, `${file}.old`)],
    ["lost its log", (file) => rmSync(`${file}-wal`)],
    [
      "was replaced by another",
      async (file) => {
        const other = await opened(sqliteStore({ file: `${file}.new` }));
        await add(other, ...openings(3));
        await other.close();
        renameSync(`${file}.new`, file);
      },
    ],
  ])("and %s, is written to no more, and nothing is read from what is left of it", async (_, change) => {
    const file = join(folder(), "log.db");
    const ledger = await opened(sqliteStore({ file }));
    await add(ledger, ...openings(3));
    const result = await openReader({ store: sqliteStore({ file }) });
    if (!result.ok) throw new Error(result.reason);
    expect(await entriesOf(result.reader)).toHaveLength(3);
    await change(file);
    expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "damaged" });
    expect(await ledger.head()).toMatchObject({ ok: false });
    expect(await ledger.verify()).toMatchObject({ ok: false, reason: "unreadable" });
    expect(await result.reader.head()).toMatchObject({ ok: false, reason: "damaged" });
    await Promise.all([ledger.close(), result.reader.close()]);
  });

  test("and replaced in the middle of a turn, is not committed to", async () => {
    const file = join(folder(), "log.db");
    const store = sqliteStore({ file });
    await store.open({ id: "shop", segmentSize: 16 });
    const outcome = await store.change(0, () => ({
      see: () => undefined,
      decide() {
        renameSync(file, `${file}.old`);
        return { rows: [{ hash: "", entry: "", opened: undefined }], seals: [] };
      },
    }));
    expect(outcome).toMatchObject({ ok: false, reason: "damaged" });
    renameSync(`${file}.old`, file);
    for await (const rows of store.read(0, 9)) expect(rows).toEqual([]);
    await store.close();
  });
});
