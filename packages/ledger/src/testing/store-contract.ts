import { describe, expect, test } from "vitest";
import { provesConsistency, provesEntry } from "../entry-proof.ts";
import type { LedgerEvent } from "../event.ts";
import type { Head } from "../head.ts";
import { type Ledger, type LedgerOptions, openLedger } from "../ledger.ts";
import type { Entry } from "../read.ts";
import type { LedgerReader } from "../reader.ts";
import type { Store } from "../store.ts";
import { emptyRoot, entryHash } from "../hash.ts";

/** A place of a test's own where a log lies. */
export interface Place {
  /** Another writer's way to it. */
  store(waitMs?: number): Store;
  /** Takes the turn, as a writer does that is at work for long; the answer ends that. */
  hold(): Promise<() => Promise<void>>;
  /** Changes one entry where it lies: `"n":` becomes `"m":`. */
  change(seq: number): Promise<void>;
}

const segmentSize = 16;

export async function opened(store: Store, options: Omit<LedgerOptions, "store"> = {}): Promise<Ledger> {
  const result = await openLedger({ segmentSize, ...options, store });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  expect(result.standing).toEqual({ ok: true });
  return result.ledger;
}

export async function entriesOf(
  ledger: LedgerReader,
  range: Parameters<LedgerReader["read"]>[0] = {},
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of ledger.read(range)) entries.push(entry);
  return entries;
}

export async function headOf(ledger: LedgerReader): Promise<Head> {
  const head = await ledger.head();
  if (!head.ok) throw new Error(head.reason);
  return head.head;
}

export const opening = (n: number): LedgerEvent => ({ type: "secret.opened", data: { n } });

/** Appends and insists on it. */
export async function add(ledger: Ledger, ...events: readonly LedgerEvent[]): Promise<readonly number[]> {
  const all = await Promise.all(events.map((event) => ledger.append(event)));
  return all.map((one) => (one.ok ? one.seq : Number.NaN));
}

export const openings = (count: number, from = 0): LedgerEvent[] =>
  Array.from({ length: count }, (_, n) => opening(from + n));

/** What every store has to do. */
export function storeContract(name: string, place: () => Place | Promise<Place>): void {
  describe(`${name}: a log`, () => {
    test("is empty at first, and has a head all the same", async () => {
      const ledger = await opened((await place()).store(), { id: "shop" });
      expect(await headOf(ledger)).toMatchObject({ log: "shop", size: 0, root: emptyRoot });
      expect(await entriesOf(ledger)).toEqual([]);
      expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true });
      await ledger.close();
    });

    test("keeps the order of appends across segments, and is the same log when it is opened again", async () => {
      const where = await place();
      const first = await opened(where.store(), { id: "shop" });
      expect(await add(first, ...openings(50))).toEqual([...Array(50).keys()]);
      const head = await headOf(first);
      await first.close();

      const again = await opened(where.store());
      expect(again.id).toBe("shop");
      expect(await headOf(again)).toEqual(head);
      expect(await add(again, opening(50))).toEqual([50]);
      expect((await entriesOf(again)).map(({ seq, data }) => [seq, data["n"]])).toEqual(
        Array.from({ length: 51 }, (_, n) => [n, n]),
      );
      expect(await again.verify(head, await headOf(again))).toMatchObject({ ok: true, clockWentBack: 0, redacted: 0 });
      await again.close();
    });

    test.each([15, 16, 17, 32])("goes on after %i entries, at and beside the end of a segment", async (count) => {
      const where = await place();
      const first = await opened(where.store());
      await add(first, ...openings(count));
      const head = await headOf(first);
      await first.close();
      const again = await opened(where.store());
      expect(await add(again, opening(count))).toEqual([count]);
      expect(await again.verify(head, await headOf(again))).toMatchObject({ ok: true, head: { size: count + 1 } });
      await again.close();
    });

    test("reads ranges", async () => {
      const ledger = await opened((await place()).store());
      await add(ledger, ...openings(40));
      const numbers = async (from: number, to?: number): Promise<number[]> =>
        (await entriesOf(ledger, { from, ...(to === undefined ? {} : { to }) })).map(({ seq }) => seq);
      expect(await numbers(38)).toEqual([38, 39]);
      expect(await numbers(14, 18)).toEqual([14, 15, 16, 17]);
      expect(await numbers(16, 17)).toEqual([16]);
      expect(await numbers(5, 5)).toEqual([]);
      expect(await numbers(40)).toEqual([]);
      await expect(numbers(-1)).rejects.toThrow(RangeError);
      await ledger.close();
    });

    test("belongs to one id", async () => {
      const where = await place();
      await (await opened(where.store(), { id: "shop" })).close();
      expect(await openLedger({ store: where.store(), id: "bank" })).toMatchObject({ ok: false, reason: "other-log" });
    });

    test("refuses a hostile event and is as whole as before", async () => {
      const ledger = await opened((await place()).store());
      const hostile = { type: "a", data: JSON.parse('{"__proto__":{"admin":true}}') as object };
      const all = await Promise.all([ledger.append(opening(0)), ledger.append(hostile), ledger.append(opening(1))]);
      expect(all).toMatchObject([
        { ok: true, seq: 0 },
        { ok: false, reason: "prototype-key" },
        { ok: true, seq: 1 },
      ]);
      expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, head: { size: 2 } });
      await ledger.close();
    });

    test("takes text of every kind, and gives it back", async () => {
      const ledger = await opened((await place()).store());
      const text = 'é€😀\u0000\u001f\u2028"\\\n\r},"opened":{"x":{"salt":"y"}}';
      const value = { text, "10": 1, "9": [{ '},"opened":{': null }] };
      await add(ledger, { type: "a", data: value, private: { value, text } });
      const [entry] = await entriesOf(ledger);
      expect(entry?.data).toEqual(value);
      expect(Object.fromEntries(entry?.opened ?? [])).toEqual({ value, text });
      expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, redacted: 0 });
      await ledger.close();
    });

    test("notes a clock that went back, and keeps its order", async () => {
      const where = await place();
      let clock = Date.UTC(2026, 10, 21, 10);
      const options = { clock: () => clock };
      const first = await opened(where.store(), options);
      await add(first, opening(0));
      clock -= 3_600_000;
      await add(first, opening(1));
      await first.close();
      const again = await opened(where.store(), options);
      await add(again, opening(2));
      const entries = await entriesOf(again);
      expect(entries.map(({ time }) => time)).toEqual(Array(3).fill("2026-11-21T10:00:00.000Z"));
      expect(entries.map(({ clock }) => clock)).toEqual([
        undefined,
        "2026-11-21T09:00:00.000Z",
        "2026-11-21T09:00:00.000Z",
      ]);
      expect(await again.verify(await headOf(again))).toMatchObject({ ok: true, clockWentBack: 2 });
      await again.close();
    });

    test("proves each entry to whoever has a head, and that a head goes on from another", async () => {
      const ledger = await opened((await place()).store());
      const heads: Head[] = [await headOf(ledger)];
      for (let size = 0; size < 50; size += 10) {
        await add(ledger, ...openings(10, size));
        heads.push(await headOf(ledger));
      }
      const newest = heads.at(-1) as Head;
      for (let seq = 0; seq < newest.size; seq += 1) {
        const head = heads.find(({ size }) => size > seq) as Head;
        for (const one of [head, newest]) {
          const made = await ledger.proof(seq, one);
          if (!made.ok) throw new Error(made.reason);
          expect(provesEntry(one, made.proof)).toBe(true);
          expect(provesEntry({ ...one, root: emptyRoot }, made.proof)).toBe(false);
          const other = made.proof.entry.replace(`"n":${seq}`, `"n":${seq + 1}`);
          expect(provesEntry(one, { ...made.proof, entry: other })).toBe(false);
        }
      }
      for (const older of heads) {
        const made = await ledger.consistency(older, newest);
        if (!made.ok) throw new Error(made.reason);
        expect(provesConsistency(older, newest, made.proof)).toBe(true);
        // everything goes on from an empty log
        const elsewhere = { ...newest, root: entryHash("another") };
        expect(provesConsistency(older, elsewhere, made.proof)).toBe(older.size === 0);
      }
      expect(await ledger.proof(50, newest)).toEqual({ ok: false, reason: "not-in-head" });
      expect(await ledger.proof(50, { ...newest, size: 99 })).toEqual({ ok: false, reason: "truncated" });
      expect(await ledger.proof(0, { ...newest, log: "bank" })).toEqual({ ok: false, reason: "other-log" });
      await ledger.close();
    });
  });
}
