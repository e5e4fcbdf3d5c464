import { chmodSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { prepareEvent } from "./event.ts";
import { openLedger } from "./ledger.ts";
import { fileStore } from "./stores/file/file-store.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { add, headOf, opened, openings } from "./testing/store-contract.ts";

const folder = ownFolders();

function nested(depth: number): object {
  let value: object = {};
  for (let level = 1; level < depth; level += 1) value = { value };
  return value;
}

test.each([
  ["a depth that cannot be read back", { depth: 1_001, bytes: 65_536 }],
  ["no depth", { depth: Number.NaN, bytes: 65_536 }],
  ["lines that are too long", { depth: 16, bytes: 2 ** 24 }],
])("limits are refused: %s", async (_, limits) => {
  await expect(openLedger({ store: fileStore({ folder: folder() }), limits })).rejects.toThrow(RangeError);
});

test("the deepest value that is taken is read back", async () => {
  const ledger = await opened(fileStore({ folder: folder() }), { limits: { depth: 1_000, bytes: 65_536 } });
  expect(await add(ledger, { type: "a", data: nested(1_000), private: nested(1_000) })).toEqual([0]);
  expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true });
  await ledger.close();
});

test.each([
  ["a year of five digits", Date.UTC(10_000)],
  ["before 1970", -1],
  ["no number", Number.NaN],
])("an append is refused when the clock says: %s", async (_, wrong) => {
  let time = Date.UTC(2026);
  const ledger = await opened(fileStore({ folder: folder() }), { clock: () => time });
  time = wrong;
  expect(await ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "failed" });
  time = Date.UTC(9_999);
  expect(await add(ledger, { type: "a" })).toEqual([0]);
  expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true });
  await ledger.close();
});

test.each([8, 2 ** 21, 2 ** -1, 32])(
  "a folder whose segment size was changed to %d is damaged",
  async (segmentSize) => {
    const own = folder();
    const ledger = await opened(fileStore({ folder: own }));
    await add(ledger, ...openings(20));
    await ledger.close();
    const path = join(own, "ledger.json");
    const identity = JSON.parse(readFileSync(path, "utf8")) as object;
    writeFileSync(path, JSON.stringify({ ...identity, segmentSize }));
    expect(await openLedger({ store: fileStore({ folder: own }) })).toMatchObject({ ok: false, reason: "damaged" });
  },
);

test.each([0o770, 0o702])("a folder that others can write to is refused: %o", async (mode) => {
  const own = join(folder(), "log");
  mkdirSync(own);
  chmodSync(own, mode);
  expect(await openLedger({ store: fileStore({ folder: own }) })).toMatchObject({ ok: false, reason: "failed" });
});

test("a refusal names the private value, and nothing inside of it", () => {
  const event = { type: "a", private: { person: { "ada@example.org": [1n] } } };
  expect(prepareEvent(event)).toEqual({ ok: false, reason: "bigint", at: "/private/person" });
  expect(prepareEvent({ type: "a", private: { "ada@example.org": 1n } })).toMatchObject({ at: "/private" });
});

test.each<[string, number, (path: string) => void]>([
  ["an older one is gone", 0, (path) => rmSync(path)],
  ["the last one is gone", 16, (path) => rmSync(path)],
  ["the last one is shorter", 16, (path) => truncateSync(path, 1_000)],
])("a log whose sealed segments are not whole is not written to: %s", async (_, first, change) => {
  const own = folder();
  const ledger = await opened(fileStore({ folder: own }));
  await add(ledger, ...openings(32));
  await ledger.close();
  change(join(own, `${String(first).padStart(16, "0")}.jsonl`));
  const again = await openLedger({ store: fileStore({ folder: own }) });
  expect(again).toMatchObject({ ok: true, standing: { ok: false, reason: "damaged" } });
  if (!again.ok) return;
  expect(await again.ledger.append({ type: "a" })).toMatchObject({ ok: false, reason: "damaged" });
  await again.ledger.close();
});
