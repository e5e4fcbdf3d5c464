import { expect, test } from "vitest";
import { provesConsistency, provesEntry } from "./entry-proof.ts";
import { proveConsistency, proveEntry } from "./prove.ts";
import type { StoredRows } from "./store.ts";
import { fileStore } from "./stores/file/file-store.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { add, headOf, opened, openings } from "./testing/store-contract.ts";

const folder = ownFolders();

test("a proof reads the entry's segment and the last one, once each", async () => {
  const store = fileStore({ folder: folder() });
  const ledger = await opened(store, { id: "shop" });
  await add(ledger, ...openings(70));
  const older = await headOf(ledger);
  await add(ledger, ...openings(50, 70));
  const head = await headOf(ledger);
  const reads: (readonly [number, number])[] = [];
  const counted: StoredRows = {
    ...store,
    read(from, to) {
      reads.push([from, to]);
      return store.read(from, to);
    },
  };
  const log = { id: "shop", segmentSize: 16 };
  for (const [seq, segments] of [
    [37, [112, 32]],
    [119, [112]],
    [0, [112, 0]],
  ] as const) {
    const made = await proveEntry(counted, log, seq, head);
    expect(made.ok && provesEntry(head, made.proof)).toBe(true);
    expect(reads.splice(0)).toEqual(segments.map((from) => [from, from + 16]));
  }
  const onwards = await proveConsistency(counted, log, older, head);
  expect(onwards.ok && provesConsistency(older, head, onwards.proof)).toBe(true);
  expect(reads.splice(0).toSorted((a, b) => a[0] - b[0])).toEqual([
    [64, 80],
    [112, 128],
  ]);
  await ledger.close();
});

test("what no head or no entry fits is refused", async () => {
  const ledger = await opened(fileStore({ folder: folder() }));
  await add(ledger, ...openings(20));
  const [older, head] = [{ ...(await headOf(ledger)), size: 18 }, await headOf(ledger)];
  const notInHead = { ok: false, reason: "not-in-head" };
  for (const seq of [20, -1, 0.5]) expect(await ledger.proof(seq, head)).toEqual(notInHead);
  expect(await ledger.consistency(head, older)).toEqual(notInHead);
  const otherLog = { ok: false, reason: "other-log" };
  expect(await ledger.consistency({ ...older, log: "bank" }, head)).toEqual(otherLog);
  expect(await ledger.consistency(older, { ...head, log: "bank" })).toEqual(otherLog);
  const truncated = { ok: false, reason: "truncated" };
  expect(await ledger.consistency(older, { ...head, size: 21 })).toEqual(truncated);
  expect(await ledger.proof(3, { ...head, size: 21 })).toEqual(truncated);
  await ledger.close();
});
