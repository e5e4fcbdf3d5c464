import { serversReady } from "@secondlock/lab/servers";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setValue } from "../file/edit.ts";
import { editAsPerson } from "../file/personal-edit.ts";
import { must } from "../testing/shop.ts";
import { forgetRotation, rotate, takeBack } from "./rotate.ts";
import type { RotationOrder } from "./rotation-order.ts";
import { logIn, proofOf } from "./testing/log-in.ts";
import { type Desk, makeDesk } from "./testing/desk.ts";
import { firstValue, type ShopDatabase, startShopDatabase } from "./testing/shop-database.ts";

describe.skipIf(!serversReady())("two roles of PostgreSQL that somebody else changes too", { timeout: 60_000 }, () => {
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

  it("one who was killed before its last word does not end the key that somebody else's next rotation has made", async () => {
    const finish: typeof database.provider.finish = async (...args) => {
      must(await database.provider.finish(...args));
      throw new Error("killed");
    };
    await expect(rotate(order({ provider: { ...database.provider, finish } }))).rejects.toThrow("killed");
    const other = await makeDesk(await desk.value());
    const theirs = (): RotationOrder => ({ ...order(), ...other.order, prove: proofOf(() => other.value()) });
    expect(await rotate({ ...theirs(), prove: undefined })).toMatchObject({ reason: "no-proof" });
    must(await rotate(order()));
    expect(await database.roles()).toBe("shop_a:login shop_b:login");
    must(await rotate(theirs()));
    expect(await logIn(await other.value())).toBe("shop_a");
    other.remove();
  });

  it("two editors at once: the second finds that somebody is at it, and locks nothing", async () => {
    const other = await makeDesk(firstValue(database.url));
    const unproven = order({ prove: undefined });
    expect(await rotate(unproven)).toMatchObject({ reason: "no-proof" });
    expect(await rotate(order({ ...other.order }))).toEqual({ ok: false, reason: "both-usable", detail: "shop_b" });
    must(await rotate(order()));
    expect(await logIn(await desk.value())).toBe("shop_b");
    other.remove();
  });

  it("two editors in the same moment: who comes second at the database overwrites nothing", async () => {
    const stopped = order({
      told(done) {
        if (done === "prepared") throw new Error("stopped");
      },
    });
    await expect(rotate(stopped)).rejects.toThrow("stopped");
    const other = await makeDesk(firstValue(database.url));
    await rotate({ ...order(), ...other.order, prove: undefined });
    expect(await rotate(order())).toEqual({ ok: false, reason: "both-usable", detail: "shop_b" });
    expect(await logIn(await other.value())).toBe("shop_b");
    expect(await logIn(await desk.value())).toBe("shop_a");
    other.remove();
  });

  it("a new role that somebody locked at the database does not come into the file, and the old one stays", async () => {
    const before = await desk.value();
    const stopped = order({
      told(done) {
        if (done === "created") throw new Error("stopped");
      },
    });
    await expect(rotate(stopped)).rejects.toThrow("stopped");
    await database.sql("ALTER ROLE shop_b NOLOGIN");
    expect(await rotate(order())).toEqual({ ok: false, reason: "not-there", detail: "shop_b" });
    expect(await desk.value()).toBe(before);
    expect(await database.roles()).toBe("shop_a:login shop_b:locked");
  });

  it("a new role that somebody locked after its proof: the old one does not end", async () => {
    const client = new Client({ connectionString: await desk.value() });
    await client.connect();
    expect(await rotate(order())).toMatchObject({ reason: "old-in-use" });
    await database.sql("ALTER ROLE shop_b NOLOGIN");
    await client.end();
    expect(await rotate(order())).toEqual({ ok: false, reason: "not-there", detail: "shop_b" });
    expect(await database.roles()).toBe("shop_a:login shop_b:locked");
  });

  it("one who was about to make a key when somebody else's rotation came through makes none", async () => {
    const stopped = order({
      told: (done) => {
        if (done === "prepared") throw new Error("stopped");
      },
    });
    await expect(rotate(stopped)).rejects.toThrow("stopped");
    const other = await makeDesk(firstValue(database.url));
    must(await rotate({ ...order(), ...other.order, prove: proofOf(() => other.value()) }));
    expect(await rotate(order())).toEqual({ ok: false, reason: "stale-file", detail: "shop_a" });
    // which is told once: the next run begins anew
    expect(await rotate(order({ prove: undefined }))).toMatchObject({ reason: "no-proof" });
    expect(await logIn(await other.value())).toBe("shop_b");
    other.remove();
  });

  it("what somebody set by hand meanwhile is not overwritten, and its key not ended", async () => {
    const unproven = order({ prove: undefined });
    await rotate(unproven);
    const { home, file } = desk;
    must(
      await editAsPerson({ home, file, at: new Date() }, (sealed, edit) =>
        setValue(sealed, "DATABASE_URL", "by hand", edit),
      ),
    );
    expect(await rotate(order())).toEqual({ ok: false, reason: "changed-meanwhile", detail: "DATABASE_URL" });
    expect(await takeBack(order())).toEqual({ ok: false, reason: "changed-meanwhile", detail: "DATABASE_URL" });
    expect(await desk.value()).toBe("by hand");
    expect(await database.roles()).toBe("shop_a:login shop_b:login");
    // whoever has looked which role is used locks the other, and begins anew
    must(await forgetRotation(order()));
    await database.sql("ALTER ROLE shop_a NOLOGIN");
    must(await rotate(order()));
    expect(await logIn(await desk.value())).toBe("shop_a");
  });
});
