import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { prepareEvent } from "./event.ts";
import { toNdjson } from "./export/ndjson.ts";
import { type LedgerOptions, openLedger } from "./ledger.ts";
import { openReader } from "./reader.ts";
import { fileStore } from "./stores/file/file-store.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { ready } from "./testing/ready.ts";
import { add, entriesOf, headOf, opened, openings } from "./testing/store-contract.ts";

const folder = ownFolders();

function nested(depth: number): object {
  let value: object = {};
  for (let level = 1; level < depth; level += 1) value = { value };
  return value;
}

test.each([
  ["a depth that cannot be read back", { depth: 1_001, bytes: 65_536 }],
  ["no depth", { depth: Number.NaN, bytes: 65_536 }],
  ["a depth of nothing", { depth: 0, bytes: 65_536 }],
  ["lines that are too long", { depth: 16, bytes: 2 ** 24 }],
  ["no bytes for an object", { depth: 16, bytes: 1 }],
])("limits are refused: %s", async (_, limits) => {
  await expect(openLedger({ store: fileStore({ folder: folder() }), limits })).rejects.toThrow(RangeError);
});

test.each<[string, Partial<LedgerOptions>, typeof TypeError]>([
  ["without a name", { id: "" }, TypeError],
  ["with a long name", { id: "x".repeat(129) }, TypeError],
  ["with a name that is no text", { id: "\ud800" }, TypeError],
  ["with a segment of no power of two", { segmentSize: 24 }, RangeError],
  ["with a small segment", { segmentSize: 8 }, RangeError],
  ["with a big segment", { segmentSize: 2 ** 21 }, RangeError],
])("a log %s is a bug of the caller", async (_, options, error) => {
  const own = folder();
  await expect(openLedger({ store: fileStore({ folder: own }), ...options })).rejects.toThrow(error);
  expect(readdirSync(own)).toEqual([]);
});

test.each([-1, 0.5, Number.NaN, 2 ** 53])("there is no entry %d to redact", async (seq) => {
  const ledger = await opened(fileStore({ folder: folder() }));
  expect(await ledger.redact(seq, "name")).toEqual({ ok: false, reason: "no-such-entry" });
  await ledger.close();
});

test("the deepest value that is taken is read back, exported, and redacted in part", async () => {
  const ledger = await opened(fileStore({ folder: folder() }), { limits: { depth: 1_000, bytes: 65_536 } });
  const [data, hidden] = [nested(1_000), { ...nested(1_000), other: nested(999) }];
  expect(await add(ledger, { type: "a", data, private: hidden })).toEqual([0]);
  expect(await add(ledger, { type: "a", data: nested(1_001) })).toEqual([Number.NaN]);
  const [entry] = await entriesOf(ledger);
  if (entry === undefined) throw new Error("there is no entry");
  expect(entry.data).toEqual(data);
  expect(Object.fromEntries(entry.opened)).toEqual(hidden);
  expect(JSON.parse(toNdjson(entry))).toMatchObject({ data, opened: hidden });
  expect(await ledger.redact(0, "other")).toMatchObject({ ok: true, seq: 1 });
  expect([...((await entriesOf(ledger))[0]?.opened.keys() ?? [])]).toEqual(["value"]);
  expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, redacted: 1 });
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

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1])("a store does not wait for %d milliseconds", (waitMs) => {
  expect(() => fileStore({ folder: folder(), waitMs })).toThrow(RangeError);
});

test.each<[string, string, (path: string) => void, RegExp]>([
  ["a segment", "0000000000000000.jsonl", (path) => chmodSync(path, 0o666), /written to by others/],
  ["the seals", "seals.jsonl", (path) => chmodSync(path, 0o620), /written to by others/],
  ["a pipe for a segment", "0000000000000016.jsonl", pipe, /is no file/],
  ["a pipe for the seals", "seals.jsonl", pipe, /is no file/],
])(
  "a folder in which others may write a file, or which holds something else, is refused: %s",
  async (_, name, change, detail) => {
    const own = folder();
    const ledger = await opened(fileStore({ folder: own }));
    await add(ledger, ...openings(20));
    await ledger.close();
    change(join(own, name));
    const refused = { ok: false, reason: "failed", detail: expect.stringMatching(detail) as string };
    expect(await openLedger({ store: fileStore({ folder: own }) })).toEqual(refused);
    expect(await openReader({ store: fileStore({ folder: own }) })).toEqual(refused);
  },
);

function pipe(path: string): void {
  rmSync(path);
  if (spawnSync("sh", ["-c", 'mkfifo -m 600 "$0"', path]).status !== 0) throw new Error("mkfifo failed");
}

test.skipIf(!ready(process.getuid?.() === 0, "a folder of somebody else takes root"))(
  "somebody else's folder is read and not written to",
  async () => {
    const own = folder();
    await (await opened(fileStore({ folder: own }))).close();
    chownSync(join(own, "ledger.json"), 65_534, 65_534);
    const refused = { ok: false, reason: "failed", detail: expect.stringMatching(/somebody else's/) as string };
    expect(await openLedger({ store: fileStore({ folder: own }) })).toEqual(refused);
    const read = await openReader({ store: fileStore({ folder: own }) });
    if (!read.ok) throw new Error(read.reason);
    await read.reader.close();
  },
);

test("what is made is its owner's alone", async () => {
  const own = join(folder(), "log");
  const ledger = await opened(fileStore({ folder: own }));
  await add(ledger, ...openings(20));
  expect(statSync(own).mode & 0o777).toBe(0o700);
  const names = readdirSync(own);
  expect(names.toSorted()).toContain("0000000000000016.jsonl");
  for (const name of names) expect([name, statSync(join(own, name)).mode & 0o777]).toEqual([name, 0o600]);
  await ledger.close();
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
