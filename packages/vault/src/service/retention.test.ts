import type { Entry, Ledger } from "@secondlock/ledger";
import { describe, expect, it } from "vitest";
import { expireAddresses } from "./retention.ts";

describe("a sweep of addresses", () => {
  const [noon, most] = [1_800_000_000, 10_000];
  /** A log with many addresses, one in each entry, as far as a sweep sees it. */
  function manyAddresses(count: number) {
    const time = new Date((noon - 100 * 86_400) * 1_000).toISOString();
    const kept = new Set(Array.from({ length: count }, (_, seq) => seq));
    const read = async function* () {
      for (const seq of await Promise.resolve([...kept]))
        yield { seq, time, opened: new Map([["peer", {}]]) } as unknown as Entry;
    };
    const redact = async (seq: number) => {
      kept.delete(seq);
      return await Promise.resolve({ ok: true as const });
    };
    return { kept, ledger: { read, redact } as unknown as Ledger };
  }

  it.each([
    ["as many as one sweep removes", most, [most, 0]],
    ["one more", most + 1, [most, 1]],
  ])("of %s", async (_, count, wanted) => {
    const { kept, ledger } = manyAddresses(count);
    expect([await expireAddresses(ledger, noon), await expireAddresses(ledger, noon)]).toEqual(wanted);
    expect(kept.size).toBe(0);
  });
});
