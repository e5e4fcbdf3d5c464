import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync, truncateSync, statSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { openLedger } from "../ledger.ts";
import { fileStore } from "../stores/file/file-store.ts";
import { sqliteStore } from "../stores/sqlite-store.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { start } from "../testing/own-process.ts";
import { add, headOf, opened, openings } from "../testing/store-contract.ts";

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

test("a packed segment from before a redaction that was killed is gone when the log is opened", async () => {
  const own = folder();
  const ledger = await opened(fileStore({ folder: own, compress: true }));
  await add(ledger, hidden, ...openings(20));
  await ledger.close();
  expect(holding(own)).toEqual(["0000000000000000.jsonl.zst"]);
  const packed = readFileSync(join(own, "0000000000000000.jsonl.zst"));
  const child = start("redacting-process.ts", [own, ".zst.part"]);
  expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
  // nothing that holds the value is left for packing to replace
  expect(holding(own)).toEqual([]);

  // killed a moment earlier, and in the middle of packing and of an earlier redaction
  writeFileSync(join(own, "0000000000000000.jsonl.zst"), packed);
  writeFileSync(join(own, "0000000000000000.jsonl.zst.part"), packed.subarray(0, 100));
  writeFileSync(join(own, "0000000000000000.jsonl.part"), secret);
  const again = await opened(fileStore({ folder: own, compress: true }));
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
    (line) => Buffer.concat([Buffer.from(line).fill(0, 0, 90), line.subarray(0, -9)]),
  ],
])("what is kept of a torn line has no private value: %s", async (_, tear) => {
  const own = folder();
  const file = join(own, "0000000000000000.jsonl");
  const ledger = await opened(fileStore({ folder: own }));
  await add(ledger, ...openings(1));
  const { size } = statSync(file);
  await add(ledger, hidden);
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
