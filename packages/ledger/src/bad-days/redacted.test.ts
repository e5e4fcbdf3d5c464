import { cpSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { zstdDecompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Head } from "../head.ts";
import { openLedger } from "../ledger.ts";
import { fileStore } from "../stores/file/file-store.ts";
import { sqliteStore } from "../stores/sqlite-store.ts";
import type { Asking } from "../testing/asking-process.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { said, start } from "../testing/own-process.ts";
import { add, entriesOf, headOf, opened, openings } from "../testing/store-contract.ts";
import { killedBefore, mayTrace } from "../testing/trace.ts";

const folder = ownFolders();
const secret = "a-value-that-has-to-go";
const hidden = { type: "a.b", data: { n: 1 }, private: { name: secret } };

/** The files in a folder that hold the value, compressed ones looked into. */
function holding(own: string): readonly string[] {
  return readdirSync(own).filter((name) => {
    const bytes = readFileSync(join(own, name));
    return (name.endsWith(".zst") ? zstdDecompressSync(bytes) : bytes).includes(secret);
  });
}

test("no file of a SQLite log holds what was redacted, while it is open", async () => {
  const own = folder();
  const ledger = await opened(sqliteStore({ file: join(own, "log.db") }));
  await add(ledger, hidden, ...openings(20));
  expect(holding(own)).not.toEqual([]);
  expect(await ledger.redact(0, "name")).toMatchObject({ ok: true });
  expect(holding(own)).toEqual([]);
  await add(ledger, ...openings(20));
  expect(holding(own)).toEqual([]);
  await ledger.close();
});

test("a redaction says so when SQLite's log keeps the old value, as somebody reads in it, and ends it later", async () => {
  const own = folder();
  const file = join(own, "log.db");
  const ledger = await opened(sqliteStore({ file, waitMs: 30 }));
  await add(ledger, hidden);
  const reading = new DatabaseSync(file);
  reading.exec("BEGIN");
  reading.prepare("SELECT count(*) FROM ledger_entry").get();
  expect(await ledger.redact(0, "name")).toMatchObject({ ok: true, lingers: true, seq: 1 });
  // nothing is left to note, and it is not gone yet
  expect(await ledger.redact(0, "name")).toMatchObject({ ok: false, reason: "busy" });
  expect(holding(own)).not.toEqual([]);
  expect((await entriesOf(ledger)).map(({ type, opened }) => [type, opened.size])).toEqual([
    ["a.b", 0],
    ["ledger.redacted", 0],
  ]);
  expect(await add(ledger, ...openings(1))).toEqual([2]);
  expect(holding(own)).not.toEqual([]);
  reading.close();
  expect(await add(ledger, ...openings(1))).toEqual([3]);
  expect(holding(own)).toEqual([]);
  expect(await ledger.redact(0, "name")).toMatchObject({ ok: false, reason: "already-redacted" });
  expect(await ledger.verify(await headOf(ledger))).toMatchObject({ ok: true, redacted: 1 });
  await ledger.close();
});

/** Every call that changes what the disk has, and how often a redaction makes it at most. */
const points = [
  ["rename", 3],
  ["unlink", 3],
  ["fdatasync", 3],
  ["fsync", 10],
] as const;

describe.skipIf(!mayTrace())("a redaction that is killed", () => {
  test.each<[string, Asking["kind"], number]>([
    ["in the segment that is being filled", "files", 3],
    ["in a full one", "files", 20],
    ["in a packed one", "packed files", 20],
  ])(
    "before any call that changes the disk, is not done or seen, and can be finished: %s",
    { timeout: 60_000 },
    async (_, kind, count) => {
      const before = folder();
      const ledger = await opened(fileStore({ folder: before, compress: kind !== "files" }));
      await add(ledger, hidden, ...openings(count));
      const head = await headOf(ledger);
      await ledger.close();
      const copy = (): string => {
        const own = folder();
        cpSync(before, own, { recursive: true });
        return own;
      };
      // what the process was compiled to is kept, so that the others make no calls to keep it
      await said(start("asking-process.ts", [JSON.stringify({ kind, path: copy(), ask: ["redact"] })]));

      async function kills(call: string, most: number): Promise<number> {
        for (let nth = 1; ; nth += 1) {
          expect(nth).toBeLessThanOrEqual(most);
          const own = copy();
          if (!(await killedBefore(call, nth, { kind, path: own, ask: ["redact"] }))) return nth - 1;
          await lookedAt(own, kind, head);
        }
      }
      const [renames, , datasyncs] = await Promise.all(points.map(([call, most]) => kills(call, most)));
      // it came as far as the note, and as far as the new segment
      expect(datasyncs).toBeGreaterThan(0);
      expect(renames).toBe(kind === "files" ? 1 : 2);
    },
  );
});

/** Either the value is there, or it is gone and the log says so; and redacting again ends it. */
async function lookedAt(own: string, kind: Asking["kind"], head: Head): Promise<void> {
  const ledger = await opened(fileStore({ folder: own, compress: kind !== "files" }));
  const [entry] = await entriesOf(ledger, { to: 1 });
  const isGone = entry?.opened.size === 0;
  expect(await ledger.verify(head)).toMatchObject({ ok: true, redacted: isGone ? 1 : 0 });
  expect(holding(own).length > 0).toBe(!isGone);
  expect(readdirSync(own).filter((name) => name.endsWith(".part"))).toEqual([]);
  const again = await ledger.redact(0, "name");
  expect(again).toMatchObject(isGone ? { ok: false, reason: "already-redacted" } : { ok: true });
  expect(holding(own)).toEqual([]);
  expect(await ledger.verify(head, await headOf(ledger))).toMatchObject({ ok: true, redacted: 1, missing: 0 });
  await ledger.close();
}

test.skipIf(!mayTrace()).each([
  ["redacts the same", "name", { ok: false, reason: "already-redacted" }],
  ["redacts another of the entry's", "phone", { ok: true }],
])("what a redaction left that was killed is removed by whoever has the log open and %s", async (_, name, answer) => {
  const own = folder();
  const other = await opened(fileStore({ folder: own, compress: true }));
  await add(other, { ...hidden, private: { name: secret, phone: 1 } }, ...openings(20));
  expect(await killedBefore("unlink", 1, { kind: "packed files", path: own, ask: ["redact"] })).toBe(true);
  expect(holding(own)).toEqual(["0000000000000000.jsonl.zst"]);
  expect(await other.redact(0, name)).toMatchObject(answer);
  expect(holding(own)).toEqual([]);
  expect(await other.verify(await headOf(other))).toMatchObject({ ok: true, redacted: name === "name" ? 1 : 2 });
  await other.close();
});

test("what a redaction left that was killed is removed when the log is opened", async () => {
  const own = folder();
  const ledger = await opened(fileStore({ folder: own, compress: true }));
  await add(ledger, hidden, ...openings(20));
  await ledger.close();
  const packed = readFileSync(join(own, "0000000000000000.jsonl.zst"));
  const redacting = await opened(fileStore({ folder: own }));
  expect(await redacting.redact(0, "name")).toMatchObject({ ok: true });
  await redacting.close();
  // the plain one is in its place already, and the packed one from before is there
  const path = join(own, "0000000000000000.jsonl");
  writeFileSync(path, zstdDecompressSync(readFileSync(`${path}.zst`)));
  writeFileSync(`${path}.zst`, packed);
  writeFileSync(`${path}.zst.1.part`, packed.subarray(0, 100));
  writeFileSync(`${path}.2.part`, secret);
  const again = await opened(fileStore({ folder: own }));
  expect(readdirSync(own).filter((name) => name.includes("0000000000000000"))).toEqual(["0000000000000000.jsonl"]);
  expect(holding(own)).toEqual([]);
  expect(await again.verify(await headOf(again))).toMatchObject({ ok: true, redacted: 1 });
  await again.close();
});

test.each<[string, (line: Buffer) => Buffer]>([
  ["a line without its end", (line) => line.subarray(0, -1)],
  ["half of a value", (line) => line.subarray(0, line.indexOf(secret) + 12)],
  [
    "a hole where the values begin",
    (line) => Buffer.from(line).fill(0, line.indexOf(',"opened"') - 20, line.indexOf(secret) - 3),
  ],
  [
    "a hole at the start, and another line",
    (line) => Buffer.concat([Buffer.from(line).fill(0, 0, 600), line.subarray(0, -9)]),
  ],
])("what is kept of a torn line has no private value: %s", async (_, tear) => {
  const own = folder();
  const file = join(own, "0000000000000000.jsonl");
  const ledger = await opened(fileStore({ folder: own }));
  await add(ledger, ...openings(1));
  const { size } = statSync(file);
  // a hole has sectors
  await add(ledger, { ...hidden, private: { address: "x".repeat(600), name: secret } });
  await ledger.close();
  const torn = tear(readFileSync(file).subarray(size));
  truncateSync(file, size);
  writeFileSync(file, torn, { flag: "a" });

  const result = await openLedger({ store: fileStore({ folder: own }) });
  expect(result).toMatchObject({ ok: true, standing: { ok: true }, torn: { seq: 1, bytes: torn.length } });
  if (!result.ok) return;
  const kept = readFileSync(join(own, result.torn?.kept ?? ""));
  expect(kept).toEqual(torn.subarray(0, kept.length));
  expect(kept.length).toBeGreaterThan(80);
  for (const name of readdirSync(own)) expect(readFileSync(join(own, name)).includes(secret.slice(0, 12))).toBe(false);
  await result.ledger.close();
});
