import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identityText } from "@secondlock/age";
import { serversReady } from "@secondlock/lab/servers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Orders } from "./testing/rotate-process.ts";
import { rotate } from "./rotate.ts";
import { logIn, proofOf, roles } from "./testing/log-in.ts";
import { type Desk, makeDesk } from "./testing/desk.ts";
import { firstValue, type ShopDatabase, startShopDatabase } from "./testing/shop-database.ts";

const script = join(import.meta.dirname, "testing", "rotate-process.ts");

describe.skipIf(!serversReady())("a rotation that is killed", { timeout: 180_000 }, () => {
  let database: ShopDatabase;
  let desk: Desk;
  /** Every value that was ever in the file. */
  const values = new Set<string>();

  beforeAll(async () => {
    database = await startShopDatabase();
    desk = await makeDesk(firstValue(database.url));
  }, 60_000);
  afterAll(async () => {
    desk?.remove();
    await database?.stop();
  });

  /** What it says; empty when it was killed. */
  async function started(more: Partial<Orders>, killAfter?: number): Promise<string> {
    const orders: Orders = {
      ...{ home: desk.home, file: desk.file, psql: database.psql, url: database.url },
      ...{ identity: identityText(desk.shop.identity), ...more },
    };
    const file = join(desk.home, "..", "orders");
    writeFileSync(file, JSON.stringify(orders), { mode: 0o600 });
    const child = spawn(process.execPath, [script, file], { stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += String(chunk);
    });
    const closed = once(child, "close");
    if (killAfter !== undefined) {
      await Promise.race([sleep(killAfter), closed]);
      child.kill("SIGKILL");
    }
    const [status] = (await closed) as [number | null];
    // it ends by itself with what it says, or is killed
    expect(status ?? 0).toBe(0);
    return out.trim();
  }

  /** What holds whenever it died: the file opens, and what it holds logs in; nothing on the disk is a password. */
  async function holds(): Promise<void> {
    const value = await desk.value();
    values.add(value);
    expect(roles).toContain(await logIn(value));
    const kept = readdirSync(desk.home).filter((name) => name.startsWith("rotation-"));
    for (const name of kept) {
      const text = readFileSync(join(desk.home, name), "utf8");
      for (const each of values) expect(text).not.toContain(new URL(each).password);
    }
  }

  /** What holds at the end: one role logs in, with the value of the file. */
  async function ended(before: string): Promise<void> {
    const now = await desk.value();
    expect(now).not.toBe(before);
    expect(await logIn(now)).toBe(new URL(now).username);
    expect(await logIn(before)).toBeUndefined();
    expect((await database.roles()).match(/:login/g)).toHaveLength(1);
    expect(readdirSync(desk.home).filter((name) => name.startsWith("rotation-"))).toEqual([]);
  }

  /** Another process than the one that was killed. */
  const goOn = () =>
    rotate({ ...desk.order, provider: database.provider, quiet: 0, prove: proofOf(() => desk.value()) });

  it("at each of its points goes on to the end", async () => {
    const points = Number(/^ok (\d+)$/.exec(await started({}))?.[1]);
    expect(points).toBe(10);
    for (let dieAt = 1; dieAt <= points; dieAt++) {
      const before = await desk.value();
      expect(await started({ dieAt }), `killed at ${dieAt}`).toBe("");
      await holds();
      // behind the change that ends the old role, and not before, it is ended
      const works = dieAt < points - 1 ? new URL(before).username : undefined;
      expect(await logIn(before), `killed at ${dieAt}`).toBe(works);
      // killed behind its last step, there is nothing to go on with
      if (dieAt < points) expect(await goOn(), `killed at ${dieAt}`).toMatchObject({ ok: true });
      await ended(before);
    }
  });

  it("again and again at moments that nobody chose, too", async () => {
    // where a whole one takes less than this, the next is killed earlier
    let longest = 2_000;
    let before = await desk.value();
    for (let kills = 0; kills < 8;) {
      const began = performance.now();
      const said = await started({}, Math.random() * longest);
      await holds();
      if (said === "") {
        kills += 1;
        continue;
      }
      longest = Math.min(longest, performance.now() - began);
      await ended(before);
      before = await desk.value();
    }
    expect(await goOn()).toMatchObject({ ok: true });
    await ended(before);
  });
});
