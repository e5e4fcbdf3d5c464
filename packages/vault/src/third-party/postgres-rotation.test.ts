import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { serversReady } from "@secondlock/lab/servers";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { must } from "../testing/shop.ts";
import { rotate, takeBack } from "./rotate.ts";
import type { RotationOrder } from "./rotation-order.ts";
import { logIn, proofOf } from "./testing/log-in.ts";
import { type Desk, makeDesk } from "./testing/desk.ts";
import { firstValue, type ShopDatabase, startShopDatabase } from "./testing/shop-database.ts";

describe.skipIf(!serversReady())("two roles of PostgreSQL that take turns", { timeout: 60_000 }, () => {
  let database: ShopDatabase;
  let desk: Desk;
  const order = (more: Partial<RotationOrder> = {}): RotationOrder => ({
    ...{ ...desk.order, provider: database.provider, quiet: 300, prove: proofOf(() => desk.value()) },
    ...more,
  });

  beforeAll(async () => {
    database = await startShopDatabase();
  }, 60_000);
  afterAll(() => database?.stop());
  beforeEach(async () => {
    desk = await makeDesk(firstValue(database.url));
    await database.sql(`ALTER ROLE shop_a LOGIN PASSWORD 'the-first-password'; ALTER ROLE shop_b NOLOGIN;
COMMENT ON ROLE shop_a IS NULL; COMMENT ON ROLE shop_b IS NULL;`);
  });
  afterEach(() => desk.remove());

  it("the file gets the new one, and the old one ends after the proof", async () => {
    const before = await desk.value();
    expect(await logIn(before)).toBe("shop_a");
    expect(must(await rotate(order()))).toBeUndefined();
    expect(await logIn(await desk.value())).toBe("shop_b");
    expect(await logIn(before)).toBeUndefined();
    expect(await database.roles()).toBe("shop_a:locked shop_b:login");
    must(await rotate(order()));
    expect(await logIn(await desk.value())).toBe("shop_a");
    expect(await database.roles()).toBe("shop_a:login shop_b:locked");
  });

  it(
    "no query fails in three rotations under load, with clients that read the file when they connect",
    { timeout: 60_000 },
    async () => {
      let running = true;
      const failures: unknown[] = [];
      const seen = new Map<string, number>();
      let made = 0;
      const work = async (client: Client): Promise<void> => {
        const { rows } = await client.query<{ role: string }>(
          "INSERT INTO purchase (role) VALUES (session_user) RETURNING role",
        );
        seen.set(rows[0]?.role ?? "", (seen.get(rows[0]?.role ?? "") ?? 0) + 1);
        // a migration in between: what one role makes, the other can change
        if (made++ % 200 === 0)
          await client.query(`CREATE TABLE IF NOT EXISTS made (n int); ALTER TABLE made ADD COLUMN n${made} int`);
      };
      const clients = Array.from({ length: 6 }, async (_, n) => {
        while (running) {
          const client = new Client({ connectionString: await desk.value() });
          client.on("error", (error) => failures.push(error));
          try {
            await client.connect();
            const until = Date.now() + 100 + n * 400;
            while (Date.now() < until) await work(client);
          } catch (error) {
            failures.push(error);
          } finally {
            await client.end().catch((error: unknown) => failures.push(error));
          }
        }
      });
      const waited: string[] = [];
      for (let n = 0; n < 3; n++) {
        await sleep(300);
        for (let done = false; !done;) {
          const outcome = await rotate(order({ quiet: 1_000 }));
          done = outcome.ok;
          if (!outcome.ok) waited.push(outcome.reason);
          await sleep(20);
        }
      }
      await sleep(300);
      running = false;
      await Promise.all(clients);
      expect(failures).toEqual([]);
      expect(waited.filter((reason) => reason !== "old-in-use")).toEqual([]);
      expect(await database.roles()).toBe("shop_a:locked shop_b:login");
      for (const role of ["shop_a", "shop_b"]) expect(seen.get(role)).toBeGreaterThan(300);
      expect(
        await database.sql("SELECT DISTINCT tableowner FROM pg_tables WHERE tablename IN ('made', 'purchase')"),
      ).toBe("shop");
    },
  );

  it("without a proof nothing ends, and the next run goes on", async () => {
    const before = await desk.value();
    const unproven = order({ prove: undefined });
    for (let n = 0; n < 2; n++)
      expect(await rotate(unproven)).toEqual({ ok: false, reason: "no-proof", detail: "app-1" });
    expect([await logIn(before), await logIn(await desk.value())]).toEqual(["shop_a", "shop_b"]);
    must(await rotate(order()));
    expect([await logIn(before), await logIn(await desk.value())]).toEqual([undefined, "shop_b"]);
  });

  it("a host that still runs with the file of before proves nothing", async () => {
    const before = await desk.value();
    const stale = order({ prove: proofOf(() => Promise.resolve(before)) });
    expect(await rotate(stale)).toEqual({ ok: false, reason: "not-proven", detail: "app-1: another role" });
    expect(await logIn(before)).toBe("shop_a");
  });

  it("the old role works while a session uses it, and no longer than the grace", async () => {
    const client = new Client({ connectionString: await desk.value() });
    await client.connect();
    expect(await rotate(order())).toEqual({ ok: false, reason: "old-in-use", detail: "1 sessions of shop_a" });
    expect(await database.roles()).toBe("shop_a:login shop_b:login");
    const later = new Date(Date.now() + 3_600_000);
    expect(await rotate(order({ grace: 3_700_000, now: () => later }))).toMatchObject({ reason: "old-in-use" });
    must(await rotate(order({ grace: 3_500_000, now: () => later })));
    expect(await database.roles()).toBe("shop_a:locked shop_b:login");
    // who is in stays in
    expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await client.end();
  });

  it("who has read the old value and logs in a moment later keeps the old role alive", async () => {
    const client = new Client({ connectionString: await desk.value() });
    let late: Promise<unknown> = Promise.resolve();
    // 0.4 s after it was looked for sessions of the old role, and 1.1 s before that is looked at again
    const look: typeof database.provider.look = async (pair) => {
      const looked = await database.provider.look(pair);
      if (proven) late = sleep(400).then(() => client.connect());
      return looked;
    };
    let proven = false;
    const provider = { ...database.provider, look };
    const outcome = await rotate(order({ provider, quiet: 1_500, told: (done) => (proven ||= done === "proven") }));
    await late;
    expect(outcome).toMatchObject({ reason: "old-in-use" });
    await client.end();
    must(await rotate(order()));
  });

  it("is taken back: the file has the old value again, and the new role ends", async () => {
    const before = await desk.value();
    const unproven = order({ prove: undefined });
    await rotate(unproven);
    const tried = await desk.value();
    expect(await logIn(tried)).toBe("shop_b");
    must(await takeBack(order()));
    expect(await rotate(unproven)).toMatchObject({ reason: "no-proof" });
    expect(await desk.value()).toBe(before);
    must(await rotate(order()));
    expect([await logIn(before), await logIn(tried)]).toEqual(["shop_a", undefined]);
    expect(await takeBack(order())).toEqual({ ok: false, reason: "nothing-to-take-back" });
    // and the next one goes forward again
    must(await rotate(order()));
    expect(await logIn(await desk.value())).toBe("shop_b");
  });

  it("no password is in a statement that the server logs", async () => {
    must(await rotate(order()));
    const { password } = new URL(await desk.value());
    const log = readFileSync(database.log, "utf8");
    expect(password).toHaveLength(43);
    expect(log).toContain("ALTER ROLE shop_b LOGIN PASSWORD 'SCRAM-SHA-256$4096:");
    expect(log).not.toContain(password);
  });
});
