import { expect, test } from "vitest";
import { type PreparedEvent, prepareEvent } from "./event.ts";
import { lookOn } from "./look-on.ts";
import { positionAfter } from "./position.ts";
import { failure, type Row, type StoredRows, StoreError } from "./store.ts";
import { ledgerTurn } from "./turn.ts";

const log = { id: "shop", segmentSize: 16 };
const start = positionAfter(log, []);

function events(count: number): readonly PreparedEvent[] {
  const made = prepareEvent({ type: "a" });
  if (!made.ok) throw new Error(made.reason);
  return Array.from({ length: count }, () => made.prepared);
}

const change = ledgerTurn(log, start, { events: events(9), now: "2026-11-21T10:00:00.000Z" }).decide(undefined);
const all: readonly Row[] = "damaged" in change ? [] : change.rows;

/** Rows of which there are fewer each time that the disk was waited for, as a writer takes some back. */
function shrinking(sizes: readonly number[]): StoredRows {
  let waits = 0;
  return {
    async *read(from, to) {
      yield all.slice(from, Math.min(to, sizes[waits] ?? sizes.at(-1) ?? 0));
    },
    async vouch() {
      waits += 1;
    },
    seals: async () => [],
    place: (position) => `row ${position}`,
  };
}

test.each<[string, readonly number[], number]>([
  ["nothing is taken back", [9, 9], 9],
  ["some is taken back once", [9, 4, 4], 4],
  ["some is taken back twice", [9, 4, 2, 2], 2],
  ["all is taken back", [9, 0], 0],
  ["more is written meanwhile", [4, 9], 4],
])("a head without a turn stands for what stays: %s", async (_, sizes, size) => {
  expect(await lookOn(shrinking(sizes), log, start)).toMatchObject({ ok: true, position: { size } });
});

test("a log of which something is taken back each time is busy", async () => {
  expect(await lookOn(shrinking([9, 8, 7, 6, 5]), log, start)).toMatchObject({ ok: false, reason: "busy" });
});

test("a log that ends before where it was known to end is damaged", async () => {
  const known = ledgerTurn(log, start, { events: events(9), now: "2026-11-21T10:00:00.000Z" });
  known.decide(undefined);
  const { position } = known.result();
  expect(await lookOn(shrinking([4]), log, position)).toMatchObject({ ok: false, reason: "damaged" });
});

test("what the disk does not take is not vouched for", async () => {
  const store: StoredRows = {
    ...shrinking([9]),
    async vouch() {
      throw new StoreError(failure("failed", "EIO"));
    },
  };
  expect(await lookOn(store, log, start)).toEqual({ ok: false, reason: "failed", detail: "EIO" });
});
