import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Ledger } from "../ledger.ts";
import { openReader } from "../reader.ts";
import { add, entriesOf, headOf, opened, openings, type Place } from "./store-contract.ts";

/** What every store has to do when several things are asked at once, and when it is closed. */
export function closingContract(name: string, place: () => Place | Promise<Place>): void {
  describe(`${name}: a log that is closed`, () => {
    test("answers each call alike", async () => {
      const where = await place();
      const ledger = await opened(where.store(), { id: "shop" });
      await add(ledger, { type: "a", private: { name: "Ada" } });
      const head = await headOf(ledger);
      await Promise.all([ledger.close(), ledger.close()]);
      await ledger.close();
      const closed = { ok: false, reason: "closed", detail: "shop" };
      const { privateKey } = generateKeyPairSync("ed25519");
      const calls: readonly ((one: Ledger) => Promise<unknown>)[] = [
        (one) => one.append({ type: "a" }),
        (one) => one.append({ type: "no type" }),
        (one) => one.head(),
        (one) => one.sign(privateKey),
        (one) => one.verify(head),
        (one) => one.verify({ ...head, log: "bank" }),
        (one) => one.proof(0, head),
        (one) => one.proof(99, head),
        (one) => one.consistency(head, head),
        (one) => one.redact(0, "name"),
        (one) => one.redact(0, "phone"),
      ];
      for (const call of calls) expect(await call(ledger)).toEqual(closed);
      await expect(entriesOf(ledger)).rejects.toMatchObject({ name: "StoreError", reason: "closed", detail: "shop" });

      const read = await openReader({ store: where.store() });
      if (!read.ok) throw new Error(read.reason);
      await Promise.all([read.reader.close(), read.reader.close()]);
      expect(await read.reader.head()).toEqual(closed);
      expect(await read.reader.verify()).toEqual(closed);
      await expect(entriesOf(read.reader)).rejects.toMatchObject({ reason: "closed" });
    });

    test("has written what was asked before, and ends what is read", async () => {
      const where = await place();
      const ledger = await opened(where.store());
      await add(ledger, { type: "a", private: { name: "Ada" } }, ...openings(40));
      const reading = ledger.read()[Symbol.asyncIterator]();
      expect(await reading.next()).toMatchObject({ value: { seq: 0 } });
      const last = openings(100).map((event) => ledger.append(event));
      const [verified, redacted] = [ledger.verify(), ledger.redact(0, "name")];
      await ledger.close();
      expect((await Promise.all(last)).map((one) => one.ok && one.seq)).toEqual(Array.from(last, (_, n) => 41 + n));
      expect(await verified).toMatchObject({ ok: false, reason: "closed" });
      expect(await redacted).toMatchObject({ ok: false, reason: "closed" });
      const rest = async (): Promise<void> => {
        while ((await reading.next()).done !== true);
      };
      await expect(rest()).rejects.toMatchObject({ name: "StoreError", reason: "closed" });
      const again = await opened(where.store());
      expect(await again.verify(await headOf(again))).toMatchObject({ ok: true, head: { size: 141 }, redacted: 0 });
      await again.close();
    });
  });

  test(`${name}: one value that several redact at once is redacted once`, async () => {
    const where = await place();
    const [one, other] = [await opened(where.store()), await opened(where.store())];
    await add(one, { type: "a", private: { name: "Ada", address: "192.0.2.7" } });
    const all = await Promise.all([one, one, other, other].map((ledger) => ledger.redact(0, "name")));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of all.filter(({ ok }) => !ok)) expect(answer).toMatchObject({ reason: "already-redacted" });
    expect(await one.redact(0, "address")).toMatchObject({ ok: true, seq: 2 });
    expect((await entriesOf(other)).map(({ type }) => type)).toEqual(["a", "ledger.redacted", "ledger.redacted"]);
    expect(await other.verify(await headOf(one))).toMatchObject({ ok: true, redacted: 2, missing: 0 });
    await Promise.all([one.close(), other.close()]);
  });
}
