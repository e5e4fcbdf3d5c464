import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { type Receipt, readReceipts } from "../service/receipts.ts";
import { must } from "../testing/shop.ts";
import { keepReceipts } from "./receipts.ts";

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-receipts-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const receipt = (seq: number): Receipt => ({
  ...{ at: "2026-11-22T00:00:00.000Z", confirmer: "confirmer-1", kid: "A".repeat(22), epoch: 1, seq },
  ...{ key: "A".repeat(43), hash: "0".repeat(64) },
});
const kept = (folder: string): readonly number[] =>
  must(readReceipts(readFileSync(join(folder, "receipts"), "utf8"))).map(({ seq }) => seq);

it("keeps them in order, for this user alone", async () => {
  const folder = fresh();
  must(await keepReceipts(folder, [receipt(1), receipt(2)]));
  must(await keepReceipts(folder, [receipt(3)]));
  expect(kept(folder)).toEqual([1, 2, 3]);
  expect(statSync(join(folder, "receipts")).mode & 0o777).toBe(0o600);
});

it("keeps all of those that come at once", async () => {
  const folder = fresh();
  await Promise.all(Array.from({ length: 200 }, (_, seq) => keepReceipts(folder, [receipt(seq)])));
  expect(kept(folder).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, seq) => seq));
});

it("a line that was cut off does not spoil the next", async () => {
  const folder = fresh();
  must(await keepReceipts(folder, [receipt(1)]));
  appendFileSync(join(folder, "receipts"), '{"at":"2026');
  must(await keepReceipts(folder, [receipt(2)]));
  expect(kept(folder)).toEqual([1, 2]);
});

it("drops the oldest when there are many, and keeps the newest 1,000", async () => {
  const folder = fresh();
  must(
    await keepReceipts(
      folder,
      Array.from({ length: 3_000 }, (_, seq) => receipt(seq)),
    ),
  );
  must(await keepReceipts(folder, [receipt(3_000), receipt(3_001)]));
  expect(kept(folder)).toEqual(Array.from({ length: 1_000 }, (_, n) => n + 2_002));
});

it("writes through no link, and says what is wrong", async () => {
  const folder = fresh();
  writeFileSync(join(folder, "elsewhere"), "");
  symlinkSync("elsewhere", join(folder, "receipts"));
  expect(await keepReceipts(folder, [receipt(1)])).toEqual({ ok: false, reason: "not-written", detail: "ELOOP" });
  expect(readFileSync(join(folder, "elsewhere"), "utf8")).toBe("");
  expect(await keepReceipts(join(folder, "nowhere"), [receipt(1)])).toMatchObject({ ok: false, detail: "ENOENT" });
});
