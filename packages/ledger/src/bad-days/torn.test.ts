import { hash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openLedger } from "../ledger.ts";
import { openReader } from "../reader.ts";
import { fileStore } from "../stores/file/file-store.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { add, entriesOf, headOf, opened, openings } from "../testing/store-contract.ts";

const folder = ownFolders();
const segment = "0000000000000000.jsonl";
let identity: Buffer;
let sound: Buffer;

beforeAll(async () => {
  const own = folder();
  const ledger = await opened(fileStore({ folder: own }));
  await add(ledger, ...openings(5));
  await ledger.close();
  identity = readFileSync(join(own, "ledger.json"));
  sound = readFileSync(join(own, segment));
});

/** A log as a power cut left it. */
function left(bytes: Buffer): string {
  const own = join(folder(), "log");
  mkdirSync(own, { mode: 0o700 });
  writeFileSync(join(own, "ledger.json"), identity);
  writeFileSync(join(own, segment), bytes);
  return own;
}

const zeros = Buffer.alloc(700);
const lastLine = (bytes: Buffer): number => bytes.lastIndexOf("\n", bytes.length - 2) + 1;

describe("what a writer did not live to finish", () => {
  test.each<[string, () => Buffer, number]>([
    ["one byte", () => Buffer.concat([sound, Buffer.from("{")]), 5],
    ["a line without its end", () => sound.subarray(0, -1), 4],
    ["half a line", () => sound.subarray(0, lastLine(sound) + 100), 4],
    ["all of the only line but its end", () => sound.subarray(0, sound.indexOf("\n")), 0],
    ["zeros", () => Buffer.concat([sound, zeros]), 5],
    ["zeros and a line end", () => Buffer.concat([sound, zeros, Buffer.from("\n")]), 5],
    [
      "a line with a hole, and half of another",
      () => Buffer.concat([sound, Buffer.from('{"hash":"'), zeros, Buffer.from('}\n{"ha')]),
      5,
    ],
    ["bytes that are no UTF-8", () => Buffer.concat([sound, Buffer.from([0xff, 0xfe])]), 5],
  ])("is moved aside and told: %s", async (_, make, size) => {
    const bytes = make();
    const own = left(bytes);
    const result = await openLedger({ store: fileStore({ folder: own }) });
    if (!result.ok) throw new Error(result.reason);
    const rest = bytes.subarray(size === 5 ? sound.length : size === 0 ? 0 : lastLine(sound));
    expect(result).toMatchObject({ standing: { ok: true }, torn: { seq: size, bytes: rest.length } });
    expect(result.torn?.sha256).toBe(hash("sha256", rest, "hex"));
    // what lies behind a hole may be a private value: it is not kept
    const end = rest.indexOf("\0") === -1 ? rest.length : rest.lastIndexOf("\0") + 1;
    expect(readFileSync(join(own, result.torn?.kept ?? ""))).toEqual(rest.subarray(0, end));
    expect((await entriesOf(result.ledger)).at(-1)).toMatchObject({ seq: size, type: "ledger.repaired" });
    expect(await result.ledger.verify(await headOf(result.ledger))).toMatchObject({
      ok: true,
      head: { size: size + 1 },
    });
    await result.ledger.close();
    const again = await openLedger({ store: fileStore({ folder: own }) });
    expect(again).toMatchObject({ ok: true, torn: undefined });
    if (again.ok) await again.ledger.close();
  });

  test("all along a line", async () => {
    const start = lastLine(sound);
    for (let length = start + 1; length < sound.length; length += 17) {
      const result = await openLedger({ store: fileStore({ folder: left(sound.subarray(0, length)) }) });
      expect(result).toMatchObject({ ok: true, standing: { ok: true }, torn: { seq: 4, bytes: length - start } });
      if (result.ok) await result.ledger.close();
    }
  });

  test("is moved aside by another writer that goes on", async () => {
    const own = left(sound);
    const ledger = await opened(fileStore({ folder: own }));
    appendFileSync(join(own, segment), '{"hash":"0123');
    expect(await add(ledger, { type: "a" })).toEqual([6]);
    expect((await entriesOf(ledger)).map(({ type }) => type).slice(5)).toEqual(["ledger.repaired", "a"]);
    expect(readdirSync(own).filter((name) => name.startsWith("torn-0000000000000005-"))).toHaveLength(1);
    await ledger.close();
  });
});

test("a torn tail is told by the first entry that can be written, when the turn that found it wrote nothing", async () => {
  const own = left(sound.subarray(0, -1));
  const store = fileStore({ folder: own });
  let fails = true;
  const result = await openLedger({
    store: {
      ...store,
      change: (known, begin) =>
        store.change(known, () => {
          const turn = begin();
          return { ...turn, decide: (torn) => (fails ? { damaged: "not now" } : turn.decide(torn)) };
        }),
    },
  });
  if (!result.ok) throw new Error(result.reason);
  expect(result.standing).toMatchObject({ ok: false, detail: "not now" });
  fails = false;
  expect(await add(result.ledger, { type: "a" })).toEqual([5]);
  expect(await add(result.ledger, { type: "a" })).toEqual([6]);
  expect((await entriesOf(result.ledger, { from: 4 })).map(({ type }) => type)).toEqual(["ledger.repaired", "a", "a"]);
  await result.ledger.close();
});

test("a note of a repair that fills a segment, before a redaction's note, which goes to the next one", async () => {
  const own = folder();
  const ledger = await opened(fileStore({ folder: own }));
  await add(ledger, { type: "a", private: { name: "Ada" } }, ...openings(14));
  appendFileSync(join(own, segment), '{"hash":"0123');
  expect(await ledger.redact(0, "name")).toMatchObject({ ok: true, seq: 16 });
  const entries = await entriesOf(ledger);
  expect(entries.slice(15).map(({ type }) => type)).toEqual(["ledger.repaired", "ledger.redacted"]);
  expect(entries[0]?.opened.size).toBe(0);
  expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, redacted: 1 });
  await ledger.close();
});

test("one that was moved aside, and not told by who was killed, is told by the next who opens the log", async () => {
  const own = left(sound.subarray(0, -1));
  const first = await openLedger({ store: fileStore({ folder: own }) });
  if (!first.ok || first.torn === undefined) throw new Error("nothing was torn");
  await first.ledger.close();
  // as it was between the cut and the note
  const path = join(own, segment);
  writeFileSync(path, readFileSync(path).subarray(0, lastLine(sound)));
  const again = await openLedger({ store: fileStore({ folder: own }) });
  if (!again.ok) throw new Error(again.reason);
  expect(again.torn).toEqual(first.torn);
  const { bytes, sha256, kept } = first.torn;
  const note = { seq: 4, type: "ledger.repaired", data: { bytes, sha256, kept } };
  expect((await entriesOf(again.ledger)).slice(4)).toMatchObject([note]);
  await again.ledger.close();
  const last = await openLedger({ store: fileStore({ folder: own }) });
  expect(last).toMatchObject({ ok: true, torn: undefined });
  if (last.ok) await last.ledger.close();
});

test("a head neither waits for its own process to repair something, nor repairs it", async () => {
  const own = left(sound);
  const ledger = await opened(fileStore({ folder: own }));
  appendFileSync(join(own, segment), '{"hash":"0123');
  const before = readFileSync(join(own, segment));
  expect(await headOf(ledger)).toMatchObject({ size: 5 });
  expect(readFileSync(join(own, segment))).toEqual(before);
  await ledger.close();
});

describe("is no torn tail, and nothing is cut", () => {
  test.each<[string, () => Buffer]>([
    [
      "one byte of the last line that became zero",
      () => Buffer.from(sound).fill(0, byteAwayFromSectors(), byteAwayFromSectors() + 1),
    ],
    ["a hole before a sound line", () => Buffer.from(sound).fill(0, 20, 60)],
    ["a line that is none before a sound one", () => Buffer.from(sound).fill(0x20, 20, 60)],
    ["a last line that was changed", () => Buffer.from(sound.toString("utf8").replace('"n":4', '"n":9'))],
  ])("%s", async (_, make) => {
    const bytes = make();
    const own = left(bytes);
    const result = await openLedger({ store: fileStore({ folder: own }) });
    expect(result).toMatchObject({ ok: true, standing: { ok: false, reason: "damaged" }, torn: undefined });
    expect(readFileSync(join(own, segment))).toEqual(bytes);
    if (result.ok) await result.ledger.close();
  });
});

/** In the last line. */
function byteAwayFromSectors(): number {
  const place = lastLine(sound) + 100;
  return place % 512 < 8 || place % 512 > 504 ? place + 16 : place;
}

test.each<[string, () => Buffer]>([
  ["zeros and a line end", () => Buffer.concat([sound, zeros, Buffer.from("\n")])],
  [
    "a line with a hole, and half of another",
    () => Buffer.concat([sound, Buffer.from('{"h'), zeros, Buffer.from('}\n{"ha')]),
  ],
])("a reader reads up to what a writer did not live to finish: %s", async (_, make) => {
  const own = left(make());
  const read = await openReader({ store: fileStore({ folder: own }) });
  if (!read.ok) throw new Error(read.reason);
  expect(await read.reader.verify(await headOf(read.reader))).toMatchObject({ ok: true, head: { size: 5 } });
  await read.reader.close();
  // a sound line behind it: somebody changed it
  appendFileSync(join(own, segment), `\n${sound.subarray(lastLine(sound)).toString("utf8")}`);
  const again = await openReader({ store: fileStore({ folder: own }) });
  if (!again.ok) throw new Error(again.reason);
  expect(await again.reader.verify()).toMatchObject({ ok: false, reason: "changed", seq: 5 });
  await again.reader.close();
});

test("a reader leaves alone what somebody is still writing", async () => {
  const own = left(sound);
  const ledger = await opened(fileStore({ folder: own }));
  truncateSync(join(own, segment), sound.length - 1);
  expect(await entriesOf(ledger)).toHaveLength(4);
  expect(readFileSync(join(own, segment))).toHaveLength(sound.length - 1);
  await ledger.close();
});
