import { setTimeout as sleep } from "node:timers/promises";
import { serversReady, startPostgres } from "@secondlock/lab/servers";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLedger } from "../ledger.ts";
import { openReader } from "../reader.ts";
import { add, headOf, opened, openings } from "../testing/store-contract.ts";
import type { PostgresClient, PostgresPool } from "./postgres-client.ts";
import { postgresStore } from "./postgres-store.ts";

test.each([0, 0.4, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
  "a wait that has no end, or none that PostgreSQL can count: %d ms",
  (waitMs) => {
    const pool = { connect: () => Promise.reject(new Error("nobody connects")) };
    expect(() => postgresStore({ pool, name: "shop", waitMs })).toThrow(RangeError);
  },
);

describe.skipIf(!serversReady())("with a real server", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let pool: Pool;
  const pools: Pool[] = [];
  let logs = 0;

  function connection(options = ""): Pool {
    const made = new Pool({ ...server.connection, options });
    pools.push(made);
    return made;
  }

  beforeAll(async () => {
    server = await startPostgres();
    pool = connection();
  }, 60_000);

  afterAll(async () => {
    await Promise.all(pools.map((one) => one.end()));
    await server?.stop();
  });

  /** A log of some entries of its own, in the tables that all share. */
  async function log(count: number): Promise<string> {
    const name = `log ${logs++}`;
    const ledger = await opened(postgresStore({ pool, name }), { id: name });
    await add(ledger, ...openings(count));
    await ledger.close();
    return name;
  }

  /** A pool that has something done right before a query. */
  function before(todo: (text: string, client: PostgresClient) => void | Promise<void>, own = pool): PostgresPool {
    return {
      async connect() {
        const client: PostgresClient = await own.connect();
        return {
          async query(text, values) {
            await todo(text, client);
            return await client.query(text, values);
          },
          release: (destroy) => client.release(destroy),
          on: (event, listener) => client.on(event, listener),
          removeListener: (event, listener) => client.removeListener(event, listener),
        };
      },
    };
  }

  test("a locked row is waited for no longer than was said", async () => {
    const name = await log(1);
    const ledger = await opened(postgresStore({ pool, name, waitMs: 1 }));
    const other = await pool.connect();
    await other.query("BEGIN");
    await other.query("SELECT 1 FROM ledger_log WHERE name = $1 FOR UPDATE", [name]);
    expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "busy", detail: "55P03" });
    await other.query("ROLLBACK");
    other.release();
    await ledger.close();
  });

  describe("a row of no entry", () => {
    const insert = "INSERT INTO ledger_entry (log, seq, hash, entry, batch) VALUES ($1, $2, '', '', '')";

    test.each(["-1", "9007199254740991", "9223372036854775807"])("is not taken: %s", async (seq) => {
      const name = await log(1);
      await expect(pool.query(insert, [name, seq])).rejects.toMatchObject({ code: "23514" });
    });

    test.each(["3", "2147483648", "9007199254740990"])("is found: %s", async (seq) => {
      const name = await log(3);
      const ledger = await opened(postgresStore({ pool, name }));
      const head = await headOf(ledger);
      await pool.query(insert, [name, seq]);
      expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "damaged" });
      expect(await ledger.verify(head)).toMatchObject({ ok: false, reason: "changed", seq: 3 });
      await ledger.close();
    });

    test("could be in tables of an earlier make: they are not opened", async () => {
      await pool.query("CREATE SCHEMA earlier");
      const own = connection("-c search_path=earlier");
      await (await opened(postgresStore({ pool: own, name: "shop" }))).close();
      await own.query("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_seq");
      const refused = { ok: false, reason: "failed", detail: "no constraint ledger_entry_seq" };
      expect(await openLedger({ store: postgresStore({ pool: own, name: "shop" }) })).toEqual(refused);
      expect(await openReader({ store: postgresStore({ pool: own, name: "shop" }) })).toEqual(refused);
    });
  });

  test("entries are not added to when some of them are gone", async () => {
    const name = await log(10);
    const ledger = await opened(postgresStore({ pool, name }));
    await pool.query("DELETE FROM ledger_entry WHERE log = $1 AND seq > 5", [name]);
    const detail = `ledger_entry has 6 entries of ${name} and had 10`;
    expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "damaged", detail });
    await ledger.close();
  });

  test("a log is opened and verified without the seals behind one that is gone", async () => {
    const name = await log(70);
    await pool.query("DELETE FROM ledger_seal WHERE log = $1 AND segment = 1", [name]);
    const ledger = await opened(postgresStore({ pool, name }));
    expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, head: { size: 70 } });
    expect(await add(ledger, ...openings(1))).toEqual([70]);
    await ledger.close();
  });

  test("a log of another version is not opened, and not made anew", async () => {
    const name = await log(1);
    await pool.query("UPDATE ledger_log SET v = 2 WHERE name = $1", [name]);
    const store = postgresStore({ pool, name });
    expect(await openLedger({ store })).toMatchObject({ ok: false, reason: "damaged" });
    expect(await openReader({ store: postgresStore({ pool, name }) })).toMatchObject({ ok: false, reason: "no-log" });
  });

  test.each([
    ["off", "on"],
    ["local", "local"],
    ["remote_apply", "remote_apply"],
  ])("a role whose commits wait for the disk as %s says, has them wait as %s does", async (own, expected) => {
    const name = await log(1);
    const seen: unknown[] = [];
    const watched = before(
      async (text, client) => {
        if (text === "COMMIT")
          seen.push((await client.query("SHOW synchronous_commit")).rows[0]?.["synchronous_commit"]);
      },
      connection(`-c synchronous_commit=${own}`),
    );
    const ledger = await opened(postgresStore({ pool: watched, name }));
    await add(ledger, ...openings(1));
    expect(new Set(seen)).toEqual(new Set([expected]));
    await ledger.close();
  });

  test.each([
    ["40001", { ok: true, seq: 1 }],
    ["40P01", { ok: true, seq: 1 }],
    ["23505", { ok: false, reason: "failed", detail: "23505" }],
  ])("what ends with %s once", async (code, answer) => {
    const name = await log(1);
    let isDue = false;
    const failing = before((text) => {
      if (!isDue || !text.startsWith("INSERT INTO ledger_entry")) return;
      isDue = false;
      throw Object.assign(new Error("once"), { code });
    });
    const ledger = await opened(postgresStore({ pool: failing, name }));
    isDue = true;
    expect(await ledger.append({ type: "a" })).toMatchObject(answer);
    expect(isDue).toBe(false);
    expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true });
    await ledger.close();
  });

  test("tables are made by one, while another waits for them", async () => {
    await pool.query("CREATE SCHEMA fresh");
    const own = connection("-c search_path=fresh -c application_name=fresh");
    const made = Promise.withResolvers<void>();
    let isFirst = true;
    const slow = before(async (text) => {
      if (text !== "COMMIT" || !isFirst) return;
      isFirst = false;
      await made.promise;
    }, own);
    const all = [opened(postgresStore({ pool: slow, name: "a" })), opened(postgresStore({ pool: slow, name: "b" }))];
    const waits =
      "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'fresh' AND wait_event_type = 'Lock'";
    while ((await pool.query(waits)).rows[0]?.n !== "1") await sleep(5);
    made.resolve();
    for (const ledger of await Promise.all(all)) {
      expect(await add(ledger, ...openings(1))).toEqual([0]);
      await ledger.close();
    }
  });
});
