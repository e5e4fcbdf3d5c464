import { describe, expect, test } from "vitest";
import { provesConsistency, provesEntry } from "../entry-proof.ts";
import { openLedger } from "../ledger.ts";
import { type LedgerReader, openReader } from "../reader.ts";
import type { Store } from "../store.ts";
import { add, entriesOf, headOf, opened, openings, type Place } from "./store-contract.ts";

async function readerOf(store: Store): Promise<LedgerReader> {
  const result = await openReader({ store });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.reader;
}

/** What every store has to do for those who only read, and while somebody else is at work. */
export function readerContract(name: string, place: () => Place | Promise<Place>): void {
  describe(`${name}: one who only reads`, () => {
    test("reads, verifies and proves what is there, and what comes later", async () => {
      const where = await place();
      const ledger = await opened(where.store(), { id: "shop" });
      await add(ledger, ...openings(20));
      const reader = await readerOf(where.store());
      const older = await headOf(ledger);
      expect(reader.id).toBe("shop");
      expect(await headOf(reader)).toEqual(older);

      await add(ledger, ...openings(20, 20));
      const newer = await headOf(ledger);
      expect(await headOf(reader)).toEqual(newer);
      expect(await entriesOf(reader)).toEqual(await entriesOf(ledger));
      expect(await reader.verify(older, newer)).toMatchObject({ ok: true, head: newer });
      const [entry, onwards] = [await reader.proof(3, newer), await reader.consistency(older, newer)];
      expect(entry.ok && provesEntry(newer, entry.proof)).toBe(true);
      expect(onwards.ok && provesConsistency(older, newer, onwards.proof)).toBe(true);
      await Promise.all([reader.close(), ledger.close()]);
      // nobody has it open for writing any more
      const alone = await readerOf(where.store());
      expect(await headOf(alone)).toEqual(newer);
      expect(await alone.verify(older, newer)).toMatchObject({ ok: true, head: newer });
      await alone.close();
    });

    test("makes no log where there is none, and takes no other than the one that is named", async () => {
      const where = await place();
      expect(await openReader({ store: where.store() })).toMatchObject({ ok: false, reason: "no-log" });
      const ledger = await opened(where.store(), { id: "shop" });
      await ledger.close();
      const other = await openReader({ store: where.store(), id: "bank" });
      expect(other).toMatchObject({ ok: false, reason: "other-log", detail: "shop" });
    });

    test("waits for no writer, and a writer's head does not fail while another is at work", async () => {
      const where = await place();
      const [ledger, other] = [await opened(where.store(50)), await opened(where.store(60_000))];
      await add(other, ...openings(20));
      const head = await headOf(other);
      const release = await where.hold();
      // whoever waited for the one who holds the log, waited for longer than a test may take
      const reader = await readerOf(where.store(60_000));
      expect(await headOf(reader)).toEqual(head);
      expect(await headOf(other)).toEqual(head);
      expect(await headOf(ledger)).toEqual(head);
      expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "busy" });
      const late = await openLedger({ store: where.store(50) });
      expect(late).toMatchObject({ ok: true, standing: { ok: false, reason: "busy" } });
      expect(late.ok && (await headOf(late.ledger))).toEqual(head);
      await release();
      expect(await add(ledger, { type: "a" })).toEqual([20]);
      expect(await headOf(reader)).toEqual(await headOf(ledger));
      if (late.ok) await late.ledger.close();
      await Promise.all([reader.close(), ledger.close(), other.close()]);
    });
  });

  describe(`${name}: a log whose last sealed entry is not what its seal says`, () => {
    test.each([16, 32, 40])("is damaged when it is opened, with %i entries", async (count) => {
      const where = await place();
      const ledger = await opened(where.store());
      await add(ledger, ...openings(count));
      await ledger.close();
      await where.change(count - (count % 16) - 1);
      const again = await openLedger({ store: where.store() });
      expect(again).toMatchObject({ ok: true, standing: { ok: false, reason: "damaged" } });
      if (!again.ok) return;
      expect(await again.ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "damaged" });
      expect(await again.ledger.head()).toMatchObject({ ok: false, reason: "damaged" });
      const reader = await readerOf(where.store());
      expect(await reader.head()).toMatchObject({ ok: false, reason: "damaged" });
      await Promise.all([reader.close(), again.ledger.close()]);
    });

    test("but one that was changed behind its last seal is damaged there", async () => {
      const where = await place();
      const ledger = await opened(where.store());
      await add(ledger, ...openings(20));
      await ledger.close();
      await where.change(17);
      const again = await openLedger({ store: where.store() });
      expect(again).toMatchObject({ standing: { reason: "damaged", detail: "entry 17: changed" } });
      if (again.ok) await again.ledger.close();
    });
  });
}
