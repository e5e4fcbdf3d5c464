import { hash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openLedger } from "../ledger.ts";
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

describe("is no torn tail, and nothing is cut", () => {
  test.each<[string, () => Buffer]>([
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

test("a reader leaves alone what somebody is still writing", async () => {
  const own = left(sound);
  const ledger = await opened(fileStore({ folder: own }));
  truncateSync(join(own, segment), sound.length - 1);
  expect(await entriesOf(ledger)).toHaveLength(4);
  expect(readFileSync(join(own, segment))).toHaveLength(sound.length - 1);
  await ledger.close();
});
