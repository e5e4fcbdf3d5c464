import { setTimeout as sleep } from "node:timers/promises";
import { serversReady, startPostgres } from "@secondlock/lab/servers";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PostgresClient } from "../stores/postgres-client.ts";
import { postgresStore } from "../stores/postgres-store.ts";
import { entriesOf, headOf, opened } from "../testing/store-contract.ts";

describe.skipIf(!serversReady())("PostgreSQL", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let pool: Pool;

  beforeAll(async () => {
    server = await startPostgres();
    pool = new Pool(server.connection);
    pool.on("error", () => undefined);
  }, 60_000);

  afterAll(async () => {
    await pool?.end();
    await server?.stop();
  });

  // more than twice what an append waits for
  const timeout = 60_000;
  test(
    "loses its power in the middle of appends: everything that was answered is there, and once",
    { timeout },
    async () => {
      const ledger = await opened(postgresStore({ pool, name: "restarted", waitMs: 15_000 }));
      let running = true;
      const answered: number[] = [];
      const unanswered: number[] = [];
      let n = 0;
      const workers = Array.from({ length: 8 }, async () => {
        while (running) {
          const own = n++;
          const one = await ledger.append({ type: "a", data: { n: own } });
          if (one.ok) answered.push(own);
          else unanswered.push(own);
        }
      });
      for (let times = 0; times < 2; times += 1) {
        await sleep(150);
        await server.restart();
      }
      await sleep(150);
      running = false;
      await Promise.all(workers);

      const there = (await entriesOf(ledger)).map(({ data }) => Number(data["n"]));
      expect(new Set(there).size).toBe(there.length);
      const set = new Set(there);
      expect(answered.filter((one) => !set.has(one))).toEqual([]);
      expect(answered.length).toBeGreaterThan(8);
      expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, head: { size: there.length } });
      // each was tried again until it was known
      expect(unanswered).toEqual([]);
      await ledger.close();
    },
  );

  /** A pool whose connections are cut at the COMMIT: before the server gets it, or after it did it. */
  function cutting(when: "before" | "after"): { arm(times: number): void; connect(): Promise<PostgresClient> } {
    let left = 0;
    return {
      arm(times) {
        left = times;
      },
      async connect() {
        const client = await pool.connect();
        return {
          async query(text, values) {
            if (text !== "COMMIT" || left === 0) return await client.query(text, values as unknown[]);
            left -= 1;
            if (when === "after") await client.query(text);
            throw new Error("Connection terminated unexpectedly");
          },
          release: (destroy) => client.release(destroy),
          on: (event, listener) => client.on(event, listener),
          removeListener: (event, listener) => client.removeListener(event, listener),
        };
      },
    };
  }

  test.each([
    ["before", 1],
    ["after", 1],
    ["before", 3],
    ["after", 3],
  ] as const)("a connection that dies %s the commit was done, %i times: written once", async (when, times) => {
    const name = `cut ${when} ${times}`;
    const cut = cutting(when);
    const ledger = await opened(postgresStore({ pool: cut, name }));
    cut.arm(times);
    const all = await Promise.all([0, 1, 2].map((n) => ledger.append({ type: "a", data: { n } })));
    expect(all).toMatchObject([0, 1, 2].map((seq) => ({ ok: true, seq })));
    expect((await entriesOf(ledger)).map(({ data }) => data["n"])).toEqual([0, 1, 2]);
    expect(await ledger.append({ type: "a", data: { n: 3 } })).toMatchObject({ ok: true, seq: 3 });
    expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, head: { size: 4 } });
    await ledger.close();
  });

  test("an answer that never comes is told as such, and the next append sees what became of it", async () => {
    const name = "never told";
    const ledger = await opened(postgresStore({ pool, name }));
    await ledger.append({ type: "a", data: { n: 0 } });
    await ledger.close();
    const cut = cutting("after");
    let broken = false;
    const failing = {
      async connect(): Promise<PostgresClient> {
        if (broken) throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
        const client = await cut.connect();
        return {
          ...client,
          async query(text, values) {
            const result = await client.query(text, values);
            if (text !== "COMMIT" || !armed) return result;
            broken = true;
            throw new Error("Connection terminated unexpectedly");
          },
        };
      },
    };
    let armed = false;
    const again = await opened(postgresStore({ pool: failing, name, waitMs: 200 }));
    armed = true;
    expect(await again.append({ type: "a", data: { n: 1 } })).toMatchObject({ ok: false, reason: "fate-unknown" });
    expect(await again.append({ type: "a", data: { n: 2 } })).toMatchObject({ ok: false, reason: "unavailable" });
    [armed, broken] = [false, false];
    expect(await again.append({ type: "a", data: { n: 3 } })).toMatchObject({ ok: true, seq: 2 });
    expect((await entriesOf(again)).map(({ data }) => data["n"])).toEqual([0, 1, 3]);
    expect(await again.verify(await headOf(again))).toMatchObject({ ok: true });
    await again.close();
  });
});
