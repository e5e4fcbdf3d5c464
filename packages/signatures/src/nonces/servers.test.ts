import { serversReady, startPostgres, startRedis } from "@secondlock/lab/servers";
import { Valkey } from "iovalkey";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nonceContract } from "../testing/nonce-contract.ts";
import { body, order, shopPolicy, signedBy } from "../testing/shop.ts";
import { verify } from "../verify.ts";
import type { NonceStore } from "./nonce-store.ts";
import { postgresNonces } from "./postgres.ts";
import { valkeyNonces } from "./valkey.ts";

const lifetime = { now: 1_000, until: 1_100 };

describe.skipIf(!serversReady())("PostgreSQL", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let pool: pg.Pool;
  const view = (): NonceStore => postgresNonces(pool);

  beforeAll(async () => {
    server = await startPostgres();
    pool = new pg.Pool({ ...server.connection, max: 8 });
    pool.on("error", () => undefined);
    // several processes start at once
    await Promise.all(Array.from({ length: 8 }, () => postgresNonces(pool).prepare()));
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await server.stop();
  });

  nonceContract("PostgreSQL", view);

  test("a burnt nonce survives a power cut", async () => {
    expect(await view().burn("before the cut", lifetime)).toBe("fresh");

    await server.restart();

    await expect
      .poll(
        () =>
          pool.query("SELECT 1").then(
            () => true,
            () => false,
          ),
        { timeout: 10_000 },
      )
      .toBe(true);
    expect(await view().burn("before the cut", lifetime)).toBe("replayed");
  });

  test("who may only read, insert and delete burns, sweeps, and prepares what is there", async () => {
    await pool.query(`CREATE ROLE shop LOGIN; GRANT SELECT, INSERT, DELETE ON secondlock_nonces TO shop`);
    const own = new pg.Pool({ ...server.connection, user: "shop", max: 1 });
    try {
      await postgresNonces(own).prepare();
      await pool.query("INSERT INTO secondlock_nonces VALUES ('long over', 0)");
      expect(await postgresNonces(own).burn("of the shop", lifetime)).toBe("fresh");
      const { rows } = await pool.query("SELECT 1 FROM secondlock_nonces WHERE nonce = 'long over'");
      expect(rows).toEqual([]);
    } finally {
      await own.end();
    }
  });

  test("what is over is swept once a minute, and the rest stays", async () => {
    const kept = async (): Promise<string> => {
      const { rows } = await pool.query<{ nonce: string }>("SELECT nonce FROM secondlock_nonces ORDER BY 1");
      return rows
        .map(({ nonce }) => nonce)
        .filter((nonce) => ["old", "good"].includes(nonce))
        .join(" ");
    };
    const store = view();
    await store.burn("good", { now: 0, until: 500 });
    await store.burn("old", { now: 500, until: 499 });
    expect(await kept()).toBe("good old");
    await view().burn("of another process", { now: 0, until: 100 });

    expect(await kept()).toBe("good");
  });

  test("a sweep that fails does not fail the burn", async () => {
    const query = async (text: string, values?: unknown[]): Promise<{ rows: unknown[] }> =>
      text.startsWith("DELETE") ? Promise.reject(new Error("gone")) : await pool.query(text, values);

    expect(await postgresNonces({ query }).burn("while sweeping fails", lifetime)).toBe("fresh");
  });

  test("a table that is not there refuses the message", async () => {
    const policy = shopPolicy({ nonces: postgresNonces(pool, { table: "absent" }) });

    expect(await verify(await signedBy(order, { body }), policy, body)).toMatchObject({ reason: "nonces-failed" });
  });

  test("a table's name is a name", () => {
    expect(() => postgresNonces(pool, { table: "a; DROP TABLE b" })).toThrow(TypeError);
  });
});

describe.skipIf(!serversReady())("Valkey", () => {
  let server: Awaited<ReturnType<typeof startRedis>>;
  let client: Valkey;
  const view = (): NonceStore => valkeyNonces(client);

  beforeAll(async () => {
    server = await startRedis();
    client = new Valkey({ path: server.socket, maxRetriesPerRequest: 1 });
    client.on("error", () => undefined);
  }, 60_000);
  afterAll(async () => {
    client.disconnect();
    await server.stop();
  });

  nonceContract("Valkey", view);

  test("a nonce lives as long as it has to, by Valkey's clock", async () => {
    await view().burn("timed", { now: 1_000, until: 1_090.5 });

    const left = await client.pttl("secondlock:nonce:timed");
    expect(left).toBeGreaterThan(80_000);
    expect(left).toBeLessThanOrEqual(90_500);
  });

  test("a nonce that is over lives for a second: Valkey takes no time that is past", async () => {
    expect(await view().burn("over", { now: 1_000, until: 999 })).toBe("fresh");
    expect(await view().burn("over", { now: 1_000, until: 999 })).toBe("replayed");
  });

  test("a burnt nonce survives a power cut", async () => {
    expect(await view().burn("before the cut", lifetime)).toBe("fresh");

    await server.restart();

    await expect.poll(() => client.ping().catch(() => "down"), { timeout: 10_000 }).toBe("PONG");
    expect(await view().burn("before the cut", lifetime)).toBe("replayed");
  });

  test("a full server refuses the message", async () => {
    await client.config("SET", "maxmemory", "1");
    const policy = shopPolicy({ nonces: view() });

    expect(await verify(await signedBy(order, { body }), policy, body)).toMatchObject({ reason: "nonces-failed" });
    await client.config("SET", "maxmemory", "0");
  });
});
