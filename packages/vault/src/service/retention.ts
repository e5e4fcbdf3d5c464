import type { Ledger } from "@secondlock/ledger";

/** Days after which nobody needs to know any more whose address it was, and removals of one sweep. */
export const keptDays = 90;
const mostRemoved = 10_000;

/**
 * Removes what is private from refusals that are older than that, and says in the log that it did. Gives how many values it removed;
 * what cannot be removed now is tried again the next time. `now` in seconds since 1970.
 */
export async function expireAddresses(ledger: Pick<Ledger, "read" | "redact">, now: number): Promise<number> {
  const until = new Date((now - keptDays * 86_400) * 1_000).toISOString();
  const over: (readonly [seq: number, name: string])[] = [];
  for await (const { seq, time, opened } of ledger.read()) {
    if (time >= until || over.length >= mostRemoved) break;
    for (const name of opened.keys()) over.push([seq, name]);
  }
  let removed = 0;
  for (const [seq, name] of over) if ((await ledger.redact(seq, name)).ok) removed += 1;
  return removed;
}
