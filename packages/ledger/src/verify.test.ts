import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { entryText, parseEntry } from "./entry.ts";
import { prepareEvent } from "./event.ts";
import { entryHash } from "./hash.ts";
import type { Head } from "./head.ts";
import { fileStore } from "./stores/file/file-store.ts";
import { lineOf, rowOf } from "./stores/file/line.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { add, entriesOf, headOf, opened, openings } from "./testing/store-contract.ts";
import { verifyLog } from "./verify.ts";
import type { Store } from "./store.ts";

const folder = ownFolders();
const segmentSize = 16;
const files = ["0000000000000000.jsonl", "0000000000000016.jsonl", "0000000000000032.jsonl"];

/** 40 entries, and the heads that somebody kept after 10, 20, 30 and 40 of them. */
let lines: readonly string[];
let heads: readonly Head[];
let whole: string;

beforeAll(async () => {
  whole = folder();
  const ledger = await opened(fileStore({ folder: whole }), { id: "shop" });
  const kept: Head[] = [];
  for (let n = 0; n < 40; n += 10) {
    await add(ledger, ...openings(9, n), { type: "a", data: { n: n + 9 }, private: { address: `192.0.2.${n}` } });
    kept.push(await headOf(ledger));
  }
  await ledger.close();
  heads = kept;
  lines = files.flatMap((file) => readFileSync(join(whole, file), "utf8").split("\n").slice(0, -1));
});

/** The log after somebody with all rights to its files changed them. */
function tampered(changed: readonly string[], { seals = true } = {}): Store {
  const own = folder();
  writeFileSync(join(own, "ledger.json"), readFileSync(join(whole, "ledger.json")));
  if (seals) writeFileSync(join(own, "seals.jsonl"), readFileSync(join(whole, "seals.jsonl")));
  for (const [index, file] of files.entries()) {
    const some = changed.slice(index * segmentSize, index === 2 ? undefined : (index + 1) * segmentSize);
    if (some.length > 0) writeFileSync(join(own, file), `${some.join("\n")}\n`);
  }
  return fileStore({ folder: own });
}

async function verified(changed: readonly string[], kept: readonly Head[] = heads, options = {}): Promise<unknown> {
  const store = tampered(changed, options);
  await store.open({ id: "shop", segmentSize });
  return await verifyLog(store, { id: "shop", segmentSize }, kept);
}

/** A history written anew from one entry on, with every hash and number as it has to be. */
function forged(from: number, change: (n: number) => readonly object[]): string[] {
  const made = lines.slice(0, from);
  for (const [index] of lines.slice(from).entries()) {
    for (const data of change(from + index)) {
      const before = rowOf(made.at(-1) as string);
      const event = prepareEvent({ type: "secret.opened", data });
      if (!event.ok) throw new Error(event.reason);
      const entry = entryText(event.prepared, {
        seq: made.length,
        prev: before.hash,
        time: parseEntry(before.entry)?.time ?? "",
      });
      made.push(lineOf({ hash: entryHash(entry), entry, opened: undefined }).trimEnd());
    }
  }
  return made;
}

const at = (seq: number): string => lines[seq] as string;
const withLine = (seq: number, line: string): string[] => lines.with(seq, line);
const rehashed = (line: string, from: string, to: string): string => {
  const row = rowOf(line);
  const entry = row.entry.replace(from, to);
  expect(entry).not.toBe(row.entry);
  return lineOf({ ...row, entry, hash: entryHash(entry) }).trimEnd();
};

test("a log that nobody touched is as every head says", async () => {
  expect(await verified(lines)).toEqual({ ok: true, head: heads[3], clockWentBack: 0, redacted: 0, missing: 0 });
});

const place = (seq: number): string => `${files[Math.floor(seq / segmentSize)]}:${(seq % segmentSize) + 1}`;

describe("verify says what was done, and where", () => {
  test.each<[string, () => readonly string[], string, number]>([
    ["one character of an entry", () => withLine(21, at(21).replace('"n":21', '"n":99')), "changed", 21],
    ["a time", () => withLine(5, at(5).replace(/"time":"20../, '"time":"2000')), "changed", 5],
    ["a hash", () => withLine(5, at(5).replace(/^\{"hash":"..../, '{"hash":"0000')), "changed", 5],
    ["a line that is no JSON any more", () => withLine(5, "gone"), "changed", 5],
    ["an empty line", () => withLine(5, ""), "changed", 5],
    ["spaces in a line", () => withLine(5, at(5).replace('"entry":', '"entry": ')), "changed", 5],
    ["an entry and its hash", () => withLine(21, rehashed(at(21), '"n":21', '"n":99')), "unlinked", 22],
    ["the first entry and its hash", () => withLine(0, rehashed(at(0), '"n":0', '"n":99')), "unlinked", 1],
    ["the last entry and its hash", () => withLine(39, rehashed(at(39), '"n":39', '"n":99')), "rewritten", 30],
    [
      "an entry of another spelling, with its hash",
      () => withLine(21, rehashed(at(21), '"n":21', '"n":0,"n":21')),
      "changed",
      21,
    ],
    ["a number and the hash", () => withLine(21, rehashed(at(21), '"seq":21', '"seq":22')), "changed", 21],
    ["a private value", () => withLine(9, at(9).replace("192.0.2.0", "192.0.2.1")), "private-changed", 9],
    ["the salt of one", () => withLine(9, at(9).replace(/"salt":"..../, '"salt":"0000')), "private-changed", 9],
    [
      "a private value that was never there",
      () => withLine(8, at(8).replace(/\}$/, ',"opened":{"b":{"salt":"' + "0".repeat(64) + '","value":1}}}')),
      "private-changed",
      8,
    ],
    ["an entry taken out", () => lines.toSpliced(21, 1), "removed", 21],
    ["the first entry taken out", () => lines.slice(1), "removed", 0],
    ["many entries taken out", () => lines.toSpliced(5, 20), "removed", 5],
    ["a whole segment taken out", () => lines.toSpliced(16, 16), "removed", 16],
    ["two neighbours exchanged", () => withLine(21, at(22)).with(22, at(21)), "reordered", 21],
    ["two entries far apart exchanged", () => withLine(3, at(12)).with(12, at(3)), "reordered", 3],
    ["an entry twice", () => lines.toSpliced(21, 0, at(21)), "inserted", 22],
    ["an older entry once more", () => lines.toSpliced(21, 0, at(3)), "inserted", 21],
    [
      "an entry between, that is well linked",
      () => [...forged(21, () => [{ n: 99 }]).slice(0, 22), ...lines.slice(21)],
      "inserted",
      22,
    ],
    [
      "an entry between, with a number of its own",
      () => lines.toSpliced(21, 0, rehashed(at(21), '"prev":"', '"prev":"00').replace('"00', '"')),
      "inserted",
      21,
    ],
    ["the last entry gone", () => lines.slice(0, 39), "truncated", 39],
    ["all behind a segment gone", () => lines.slice(0, 16), "truncated", 16],
    ["everything gone", () => [], "truncated", 0],
    ["everything from 25 on written anew", () => forged(25, (n) => [{ n: n + 100 }]), "rewritten", 20],
    [
      "an entry put in, and all behind it linked anew",
      () => forged(12, (n) => (n === 12 ? [{ n: 99 }, { n }] : [{ n }])),
      "rewritten",
      10,
    ],
    [
      "an entry taken out, and all behind it linked anew",
      () => forged(12, (n) => (n === 12 ? [] : [{ n }])),
      "rewritten",
      10,
    ],
  ])("%s", async (_, change, reason, seq) => {
    const found = (await verified(change(), heads, { seals: false })) as { reason: string; seq: number; place: string };
    expect(found).toMatchObject({ ok: false, reason, seq });
    expect(found.place.endsWith(place(seq))).toBe(true);
  });

  test("with more heads, more exactly", async () => {
    const anew = forged(25, (n) => [{ n: n + 100 }]);
    expect(await verified(anew, heads, { seals: false })).toMatchObject({ reason: "rewritten", seq: 20, until: 29 });
    expect(await verified(anew, heads.slice(3), { seals: false })).toMatchObject({
      reason: "rewritten",
      seq: 0,
      until: 39,
    });
  });

  test("without a head, a history that was written anew looks like any other", async () => {
    expect(
      await verified(
        forged(25, (n) => [{ n: n + 100 }]),
        [],
        { seals: false },
      ),
    ).toMatchObject({ ok: true });
  });

  test("a seal that is not of its segment", async () => {
    expect(
      await verified(
        forged(12, (n) => [{ n: n + 100 }]),
        [],
      ),
    ).toMatchObject({ reason: "seal-changed", seq: 15 });
  });

  test.each([
    ["root", { root: entryHash("") }],
    ["last entry", { last: entryHash("") }],
    ["time", { time: "2026-11-21T10:00:00.000Z" }],
  ])("a seal with another %s", async (_, change) => {
    const [store, log] = [tampered(lines), { id: "shop", segmentSize }];
    await store.open(log);
    const [first, second] = await store.seals();
    if (first === undefined || second === undefined) throw new Error("there are no seals");
    const changed: Store = { ...store, seals: async () => [first, { ...second, ...change }] };
    expect(await verifyLog(changed, log, [])).toMatchObject({ ok: false, reason: "seal-changed", seq: 31 });
  });

  test("a seal of a segment that is not there", async () => {
    const [store, log] = [tampered(lines), { id: "shop", segmentSize }];
    await store.open(log);
    const [seal] = await store.seals();
    if (seal === undefined) throw new Error("there is no seal");
    const three: Store = { ...store, seals: async () => [...(await store.seals()), seal] };
    expect(await verifyLog(store, log, [])).toMatchObject({ ok: true });
    expect(await verifyLog(three, log, [])).toMatchObject({ ok: false, reason: "truncated", seq: 40 });
  });

  test("a file with more lines than a segment", async () => {
    const all = lines.slice(0, 32);
    const store = tampered(all);
    await store.open({ id: "shop", segmentSize });
    appendFileSync(store.place(31).replace(/:\d+$/, ""), `${lines[32]}\n`);
    expect(await verifyLog(store, { id: "shop", segmentSize }, [])).toMatchObject({ ok: false, reason: "unreadable" });
    await store.close();
  });

  test("a private value that is not what was committed to, which nobody is given", async () => {
    const changed = lines.with(9, (lines[9] ?? "").replace("192.0.2.0", "192.0.2.9"));
    expect(await verified(changed)).toMatchObject({ ok: false, reason: "private-changed", seq: 9 });
    const store = tampered(changed);
    const ledger = await opened(store);
    await expect(entriesOf(ledger, { from: 9, to: 10 })).rejects.toMatchObject({
      name: "StoreError",
      reason: "damaged",
    });
    await ledger.close();
  });

  test("bytes that are no UTF-8, in the place of a character that says so", async () => {
    const own = folder();
    const ledger = await opened(fileStore({ folder: own }));
    await add(ledger, { type: "a", data: { text: "\ufffd" } });
    const head = await headOf(ledger);
    const file = join(own, files[0] as string);
    const bytes = readFileSync(file);
    const where = bytes.indexOf("\ufffd");
    writeFileSync(file, Buffer.concat([bytes.subarray(0, where), Buffer.from([0xff]), bytes.subarray(where + 3)]));
    expect(await ledger.verify(head)).toMatchObject({ ok: false, reason: "changed", seq: 0 });
    await ledger.close();
  });

  test("heads of another log, and what is no head", async () => {
    const head = heads[0] as Head;
    expect(await verified(lines, [{ ...head, log: "bank" }])).toEqual({ ok: false, reason: "other-log" });
    expect(await verified(lines, [{ ...head, size: -1 }])).toEqual({ ok: false, reason: "malformed-head" });
  });
});

test("any single changed byte of any segment is found", async () => {
  const text = lines.join("\n");
  const change = fc.tuple(fc.nat(text.length - 1), fc.constantFrom("0", "a", '"', " ", "}", "\n", "9"));
  await fc.assert(
    fc.asyncProperty(change, async ([at, other]) => {
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      if (changed === text) return;
      expect(await verified(changed.split("\n"))).toMatchObject({ ok: false });
    }),
    { numRuns: 100 },
  );
});
