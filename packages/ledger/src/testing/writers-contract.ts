import { describe, expect, test } from "vitest";
import type { Ledger } from "../ledger.ts";
import { add, entriesOf, headOf, opened, opening, openings, type Place } from "./store-contract.ts";

/** What every store has to do when something is taken back, and when several write. */
export function writersContract(name: string, place: () => Place | Promise<Place>): void {
  describe(`${name}: a log of several writers`, () => {
    test("forgets a private value when it is told to, and stays the same log", async () => {
      const where = await place();
      const ledger = await opened(where.store());
      await add(
        ledger,
        ...openings(20),
        { type: "a", private: { address: "192.0.2.7", name: { first: "Ada" } } },
        ...openings(20),
      );
      const before = await headOf(ledger);
      expect(await ledger.redact(20, "address")).toMatchObject({ ok: true, lingers: false, seq: 41 });
      expect(await ledger.redact(20, "address")).toMatchObject({ ok: false, reason: "already-redacted" });
      expect(await ledger.redact(20, "phone")).toEqual({ ok: false, reason: "no-such-private" });
      expect(await ledger.redact(20, "__proto__")).toEqual({ ok: false, reason: "no-such-private" });
      expect(await ledger.redact(99, "address")).toEqual({ ok: false, reason: "no-such-entry" });
      await add(ledger, opening(40));
      await ledger.close();

      const again = await opened(where.store());
      const entries = await entriesOf(again);
      expect(Object.fromEntries(entries[20]?.opened ?? [])).toEqual({ name: { first: "Ada" } });
      expect(entries[41]).toMatchObject({ type: "ledger.redacted", data: { seq: 20, name: "address" } });
      expect(JSON.stringify(entries)).not.toContain("192.0.2.7");
      expect(await again.verify(before, await headOf(again))).toMatchObject({ ok: true, redacted: 1 });
      await again.close();
    });

    test("goes on behind an entry that was just redacted, whoever did it", async () => {
      const where = await place();
      const [one, other] = [await opened(where.store()), await opened(where.store())];
      await add(one, { type: "a", private: { address: "192.0.2.7", phone: 1 } });
      expect(await add(other, opening(1))).toEqual([1]);
      expect(await one.redact(0, "address")).toMatchObject({ ok: true, seq: 2 });
      expect(await add(one, opening(3))).toEqual([3]);
      expect(await add(other, opening(4))).toEqual([4]);
      expect(await other.redact(0, "phone")).toMatchObject({ ok: true, seq: 5 });
      expect(await add(one, opening(6))).toEqual([6]);
      const head = await headOf(other);
      await Promise.all([one.close(), other.close()]);
      const again = await opened(where.store());
      expect(await again.verify(head)).toMatchObject({ ok: true, head: { size: 7 }, redacted: 2 });
      await again.close();
    });

    test("has one chain, whoever writes to it", async () => {
      const where = await place();
      const writers = await Promise.all([opened(where.store()), opened(where.store()), opened(where.store())]);
      const seqs: number[] = [];
      await Promise.all(
        writers.map(async (ledger, writer) => {
          for (let n = 0; n < 15; n += 1) {
            seqs.push(...(await add(ledger, { type: "a", data: { writer, n } }, { type: "b", data: { writer, n } })));
          }
        }),
      );
      expect(seqs.toSorted((a, b) => a - b)).toEqual([...Array(90).keys()]);
      const ledger = writers[0];
      const head = await headOf(ledger);
      for (const one of writers) expect(await one.verify(head)).toMatchObject({ ok: true, head });
      for (const [writer] of writers.entries()) {
        const own = (await entriesOf(ledger)).filter(({ type, data }) => type === "a" && data["writer"] === writer);
        expect(own.map(({ data }) => data["n"])).toEqual([...Array(15).keys()]);
      }
      await Promise.all(writers.map((one) => one.close()));
    });

    test("is made once, when several come at the same moment and begin to write", async () => {
      for (let round = 0; round < 3; round += 1) {
        const where = await place();
        const all = await Promise.all(
          ["a", "b", "c", "d"].map(async (id) => {
            const ledger = await opened(where.store());
            await add(ledger, { type: id });
            return ledger;
          }),
        );
        const [first] = all as [Ledger, ...Ledger[]];
        for (const { id } of all) expect(id).toBe(first.id);
        expect((await entriesOf(first)).map(({ type }) => type).toSorted()).toEqual(["a", "b", "c", "d"]);
        await Promise.all(all.map((one) => one.close()));
      }
    });

    test("is read while others write, without holes", async () => {
      const where = await place();
      const [writing, reading] = [await opened(where.store()), await opened(where.store())];
      let done = false;
      const work = (async () => {
        for (let n = 0; n < 20; n += 1) await add(writing, ...openings(10, n * 10));
        done = true;
      })();
      while (!done) {
        const entries = await entriesOf(reading);
        expect(entries.map(({ seq }) => seq)).toEqual([...Array(entries.length).keys()]);
      }
      await work;
      expect(await entriesOf(reading)).toHaveLength(200);
      await Promise.all([writing.close(), reading.close()]);
    });
  });
}
