import { expect, test } from "vitest";
import { fileStore } from "./stores/file/file-store.ts";
import { ownFolders } from "./testing/own-folder.ts";
import type { Outcome } from "./store.ts";
import { add, entriesOf, headOf, opened, openings } from "./testing/store-contract.ts";
import { writer } from "./writer.ts";

const folder = ownFolders();

test.each<[string, "before" | "after"]>([
  ["before it wrote", "before"],
  ["after it wrote", "after"],
])("who waits for a store that throws %s is told, and goes on when it works again", async (_, when) => {
  const store = fileStore({ folder: folder() });
  let broken = false;
  const ledger = await opened({
    ...store,
    async change(known, begin) {
      if (broken && when === "before") throw new TypeError("a bug");
      const outcome = await store.change(known, begin);
      if (broken) throw new TypeError("a bug");
      return outcome;
    },
  });
  await add(ledger, { type: "a", private: { name: "Ada" } });
  broken = true;
  const told = { ok: false, reason: "fate-unknown", detail: "TypeError", cause: new TypeError("a bug") };
  expect(await Promise.all([ledger.append({ type: "b" }), ledger.append({ type: "c" })])).toEqual([told, told]);
  expect(await ledger.redact(0, "name")).toEqual(told);
  broken = false;
  await add(ledger, { type: "d" });
  const written = when === "before" ? ["a", "d"] : ["a", "b", "c", "ledger.redacted", "d"];
  expect((await entriesOf(ledger)).map(({ type }) => type)).toEqual(written);
  expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true });
  await ledger.close();
});

test("a bug of a turn is told with its cause, and nothing is written", async () => {
  const store = fileStore({ folder: folder() });
  let broken = false;
  const ledger = await opened({
    ...store,
    change: (known, begin) =>
      store.change(known, () => {
        if (broken) throw new RangeError("a bug");
        return begin();
      }),
  });
  broken = true;
  const told = { ok: false, reason: "fate-unknown", detail: "RangeError", cause: new RangeError("a bug") };
  expect(await ledger.append({ type: "a" })).toEqual(told);
  broken = false;
  expect(await add(ledger, { type: "b" })).toEqual([0]);
  await ledger.close();
});

test("a turn ends where a segment ends, so that nothing that may be in a head is taken back", async () => {
  const store = fileStore({ folder: folder() });
  const changes: number[] = [];
  const ledger = await opened({
    ...store,
    change: (known, begin) =>
      store.change(known, () => {
        const turn = begin();
        return {
          see: (rows) => turn.see(rows),
          decide(torn) {
            const change = turn.decide(torn);
            if ("rows" in change) changes.push(change.rows.length);
            return change;
          },
        };
      }),
  });
  expect(await add(ledger, ...openings(10))).toEqual([...Array(10).keys()]);
  expect(await add(ledger, ...openings(40))).toEqual(Array.from({ length: 40 }, (_, n) => 10 + n));
  expect(changes).toEqual([0, 10, 6, 16, 16, 2]);
  await ledger.close();
});

test.each<[string, number, number]>([
  ["128 MiB", 2 ** 20, 128],
  ["262,144 appends", 1, 262_144],
])("no more waits in memory than %s", async (_, bytes, most) => {
  const log = { id: "shop", segmentSize: 16 };
  const change = async (): Promise<Outcome> => ({ ok: false, reason: "unavailable", detail: "no answer" });
  const writing = writer({
    store: { ...fileStore({ folder: folder() }), change },
    log,
    sealed: { ok: true, seals: [], broken: undefined },
    now: () => "2026-11-21T10:00:00.000Z",
  });
  const event = { type: "a", data: "{}", bytes };
  const waiting = Array.from({ length: most }, () => writing.append(event));
  expect(await writing.append(event)).toMatchObject({ ok: false, reason: "busy" });
  expect(new Set((await Promise.all(waiting)).map((one) => one.ok || one.reason))).toEqual(new Set(["unavailable"]));
  const again = writing.append(event);
  await writing.settled();
  expect(await again).toMatchObject({ reason: "unavailable" });
});

test("a clock that throws is answered, and nothing is written", async () => {
  let broken = false;
  const clock = (): number => {
    if (broken) throw new Error("no clock");
    return Date.UTC(2026);
  };
  const ledger = await opened(fileStore({ folder: folder() }), { clock });
  broken = true;
  expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "failed" });
  broken = false;
  expect(await add(ledger, { type: "a" })).toEqual([0]);
  await ledger.close();
});
