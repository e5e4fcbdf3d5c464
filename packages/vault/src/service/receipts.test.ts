import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { canonicalText } from "../canonical.ts";
import { must } from "../testing/shop.ts";
import { verifyLog } from "./kept-log.ts";
import type { Receipt } from "./receipts.ts";
import { startService } from "./service.ts";
import { entriesOf, folderWithKey, now, openOnce, signerOfFolder } from "./testing/kept-key.ts";
import { ownFolders } from "./testing/own-folder.ts";
import { optionsOf } from "./testing/own-process.ts";

const fresh = ownFolders();

/** A confirmer that answered twice and was stopped, and what the host keeps of that. */
async function confirmed(): Promise<{
  readonly folder: string;
  readonly receipts: readonly Receipt[];
  /** Of the entry that says that the host's key was made. */
  readonly made: Partial<Receipt>;
}> {
  const folder = fresh();
  const host = await folderWithKey(folder);
  const key = signerOfFolder(folder);
  const service = must(await startService(optionsOf(folder), { env: {}, log: () => undefined, now }));
  for (let n = 0; n < 2; n++) await openOnce(host, service.origin, key);
  await service.stop();
  const entries = await entriesOf(folder);
  const { seq, hash } = entries.find(({ type }) => type === "key.made") ?? {};
  const receipts = entries
    .filter(({ type }) => type === "opening.confirmed")
    .map(({ time, seq, hash }): Receipt => {
      return { at: time, confirmer: "confirmer-1", key, kid: host.kid, epoch: 1, seq, hash };
    });
  return { folder, receipts, made: { seq: seq ?? 0, hash: hash ?? "" } };
}

let ours: Awaited<ReturnType<typeof confirmed>>;
let theirs: Awaited<ReturnType<typeof confirmed>>;
beforeAll(async () => {
  [ours, theirs] = [await confirmed(), await confirmed()];
});

async function verified(receipts: readonly Receipt[]) {
  const path = join(dirname(ours.folder), "receipts");
  writeFileSync(path, receipts.map((receipt) => `${canonicalText(receipt)}\n`).join(""));
  const where = { folder: ours.folder, postgres: undefined };
  return await verifyLog(where, { head: undefined, receipts: path, now: new Date() });
}

// attack 20: the log is the only witness, and the host keeps a receipt of what it was told stands in it
describe("a confirmer's log and the receipts of a host", () => {
  it("fit, also where the host has receipts of another confirmer's, which may be of entries of the same number", async () => {
    expect(ours.receipts).toHaveLength(2);
    expect(await verified(ours.receipts)).toMatchObject({ ok: true, value: { receipts: 2, otherReceipts: 0 } });
    const both = ours.receipts.flatMap((receipt, n) => [receipt, theirs.receipts[n]!]);
    expect(both[0]?.seq).toBe(both[1]?.seq);
    expect(await verified(both)).toMatchObject({ ok: true, value: { receipts: 2, otherReceipts: 2 } });
  });

  it.each<readonly [string, () => Partial<Receipt>]>([
    ["of an entry after the last: somebody cut the log", () => ({ seq: 1_000 })],
    ["of another entry in that place: somebody wrote it anew", () => ({ hash: "0".repeat(64) })],
    ["of an entry that is no opening", () => ours.made],
    ["of an opening of another key", () => ({ kid: "A".repeat(22) })],
  ])("do not fit with one %s", async (_, words) => {
    const [first, second] = ours.receipts as [Receipt, Receipt];
    const odd = { ...second, ...words() };
    // of two of one number, the last does not speak for the first
    for (const receipts of [
      [first, odd],
      [odd, second, first],
    ])
      expect(await verified(receipts)).toMatchObject({ ok: false, reason: "missing-opening" });
  });
});
