import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serversReady, startPostgres } from "@secondlock/lab/servers";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DocumentStore } from "./document-store.ts";
import { documentTable, postgresDocuments } from "./postgres-documents.ts";
import { sqliteDocuments } from "./sqlite-documents.ts";

const folder = mkdtempSync(join(tmpdir(), "secondlock-documents-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What every store of documents does. `open` gives another one over the same documents. */
function contract(name: string, open: () => DocumentStore): void {
  describe(name, () => {
    let names = 0;
    const fresh = (): string => `document ${names++} 'quoted' "twice" \\ é`;
    const put = (store: DocumentStore, id: string, text: string, until?: number): Promise<void> =>
      store.update("key", id, () => ({ result: undefined, text, ...(until === undefined ? {} : { until }) }));

    it("keeps a document, over a restart too, and each kind by itself", async () => {
      const [id, store] = [fresh(), open()];
      expect(await store.read("key", id)).toBeUndefined();
      await put(store, id, '{"ä":1}');
      await store.close();
      const again = open();
      expect(await again.read("key", id)).toBe('{"ä":1}');
      expect(await again.read("opening", id)).toBeUndefined();
      expect(await again.ids("key")).toContain(id);
      await again.close();
    });

    it("replaces, leaves and removes", async () => {
      const [id, store] = [fresh(), open()];
      await put(store, id, "one");
      await put(store, id, "two");
      expect(await store.update("key", id, (text) => ({ result: text }))).toBe("two");
      expect(await store.read("key", id)).toBe("two");
      await store.update("key", id, () => ({ result: undefined, remove: true }));
      expect(await store.read("key", id)).toBeUndefined();
      await store.close();
    });

    it("writes nothing when the decision throws, and goes on", async () => {
      const [id, store] = [fresh(), open()];
      await put(store, id, "one");
      const failing = store.update("key", id, () => {
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      await put(store, id, "two");
      expect(await store.read("key", id)).toBe("two");
      await store.close();
    });

    it("writes what comes at the same time as a decision that throws", async () => {
      const [before, id, after, store] = [fresh(), fresh(), fresh(), open()];
      const failing = store.update("key", id, () => {
        throw new Error("no");
      });
      const outcomes = await Promise.allSettled([put(store, before, "one"), failing, put(store, after, "two")]);
      expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      await store.close();
      const again = open();
      expect(await Promise.all([before, id, after].map((each) => again.read("key", each)))).toEqual([
        ...["one", undefined, "two"],
      ]);
      await again.close();
    });

    it("lets exactly as many through as there are places, of a thousand who come at once", async () => {
      const [id, one, other] = [fresh(), open(), open()];
      const places = 10;
      const take = (store: DocumentStore): Promise<boolean> =>
        store.update("key", id, (text = "0") =>
          Number(text) < places ? { result: true, text: String(Number(text) + 1) } : { result: false },
        );
      const taken = await Promise.all(Array.from({ length: 1_000 }, (_, n) => take(n % 2 === 0 ? one : other)));
      expect(taken.filter(Boolean)).toHaveLength(places);
      expect(await one.read("key", id)).toBe(String(places));
      await Promise.all([one.close(), other.close()]);
    });

    it("forgets what is over, and nothing else", async () => {
      const [over, later, always, store] = [fresh(), fresh(), fresh(), open()];
      await put(store, over, "a", 99);
      await put(store, later, "b", 101);
      await put(store, always, "c");
      await store.sweep(100);
      expect(await Promise.all([over, later, always].map((id) => store.read("key", id)))).toEqual([
        undefined,
        "b",
        "c",
      ]);
      await store.close();
    });
  });
}

contract("SQLite", () => sqliteDocuments(join(folder, "documents.db")));

describe("SQLite alone", () => {
  it("is shared by processes: each counts what the other wrote", () => {
    const file = join(folder, "shared.db");
    const program = `
      import { sqliteDocuments } from ${JSON.stringify(join(import.meta.dirname, "sqlite-documents.ts"))};
      const store = sqliteDocuments(${JSON.stringify(file)});
      for (let n = 0; n < 200; n++)
        await store.update("key", "count", (text = "0") => ({ result: undefined, text: String(Number(text) + 1) }));
      await store.close();`;
    const argv = [
      "-c",
      `for n in 1 2 3; do "$0" --input-type=module-typescript -e "$1" & done; wait`,
      process.execPath,
      program,
    ];
    expect(spawnSync("sh", argv, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    const store = sqliteDocuments(file);
    return expect(store.read("key", "count")).resolves.toBe("600");
  });
});

describe.skipIf(!serversReady())("with a real server", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let pool: Pool;

  beforeAll(async () => {
    server = await startPostgres();
    // a default that would let two see the same count
    pool = new Pool({ ...server.connection, options: "-c default_transaction_isolation=serializable" });
    await Promise.all([pool.query(documentTable), pool.query(documentTable)]);
  }, 60_000);

  afterAll(async () => {
    await pool?.end();
    await server?.stop();
  });

  contract("PostgreSQL", () => postgresDocuments(pool));

  it("a power cut while a change waits is a refusal, and takes neither the process nor the next change with it", async () => {
    const store = postgresDocuments(pool);
    pool.on("error", () => undefined);
    const holder = await pool.connect();
    holder.on("error", () => undefined);
    await holder.query("SELECT pg_advisory_lock(hashtextextended('secondlock_document/key/held', 0))");
    const waiting = store.update("key", "held", () => ({ result: "written", text: "x" }));
    const refused = expect(waiting).rejects.toThrow();
    const locks = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    await expect.poll(async () => (await pool.query(locks)).rows.length, { timeout: 5_000 }).toBe(1);
    await server.restart();
    await refused;
    holder.release(true);
    expect(await store.update("key", "held", (text) => ({ result: text ?? "nothing" }))).toBe("nothing");
  });
});
