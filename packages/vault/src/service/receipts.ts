import type { LedgerReader } from "@secondlock/ledger";
import { readCanonical } from "../canonical.ts";
import { isBytes, isCount, isObject, type Shape } from "../file/shape.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** What a host keeps of an opening: the confirmer said that its log has this entry. */
export interface Receipt {
  readonly at: string;
  /** Its name in the wrap, and its key. */
  readonly confirmer: string;
  readonly key: string;
  readonly kid: string;
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
}

const isText: Shape = (value) => typeof value === "string" && value.length <= 256;
const isReceipt = isObject({
  at: isText,
  confirmer: isText,
  key: isBytes(32),
  kid: isBytes(16),
  epoch: isCount,
  seq: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  hash: (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value),
});

/** Reads a host's receipts: one canonical JSON line each. Refuses with `bad-receipt`; `detail` is the number of the line. */
export function readReceipts(text: string): Outcome<readonly Receipt[], "bad-receipt"> {
  const receipts: Receipt[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const content = readCanonical(line);
    if (!isReceipt(content)) return refuse("bad-receipt", String(index + 1));
    receipts.push(content as Receipt);
  }
  return accept(receipts);
}

/** The first receipt that the log knows nothing of: the confirmer answered, and what it wrote is gone. */
export async function missingReceipt(
  reader: Pick<LedgerReader, "read">,
  receipts: readonly Receipt[],
): Promise<Receipt | undefined> {
  const open = Map.groupBy(receipts, ({ seq }) => seq);
  const last = receipts.reduce((most, { seq }) => Math.max(most, seq), -1);
  for await (const { seq, hash, type, data } of reader.read({ to: last + 1 })) {
    for (const receipt of open.get(seq) ?? [])
      if (hash !== receipt.hash || type !== "opening.confirmed" || data["kid"] !== receipt.kid) return receipt;
    open.delete(seq);
  }
  return open.values().next().value?.[0];
}
