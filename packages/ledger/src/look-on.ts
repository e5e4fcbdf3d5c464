import type { Position } from "./position.ts";
import { failure, type LogIdentity, type Refusal, refusalIn, type StoredRows } from "./store.ts";
import { ledgerTurn } from "./turn.ts";

type Seen = { readonly ok: true; readonly position: Position } | Refusal;

const mostLooks = 3;

/** Where a log stands now, from what can be read: without a turn, so nobody is waited for. */
export async function lookOn(store: StoredRows, log: LogIdentity, from: Position): Promise<Seen> {
  try {
    for (let looks = 0; looks < mostLooks; looks += 1) {
      const seen = await readOn(store, log, from);
      if (!seen.ok) return seen;
      await store.vouch(from.size);
      // a writer whose disk is full takes back what it could not write to the end
      if (seen.position.size === 0 || (await isStillThere(store, seen.position))) return seen;
      if (seen.position.size === from.size) return failure("damaged", `entry ${from.size - 1} was there and is not`);
    }
    return failure("busy", "a writer takes back what it wrote");
  } catch (error) {
    return refusalIn(error);
  }
}

async function readOn(store: StoredRows, log: LogIdentity, from: Position): Promise<Seen> {
  const turn = ledgerTurn(log, from, { events: [], now: "" });
  for await (const rows of store.read(from.size, Number.POSITIVE_INFINITY)) turn.see(rows);
  const decided = turn.decide(undefined);
  return "damaged" in decided ? failure("damaged", decided.damaged) : { ok: true, position: turn.result().position };
}

async function isStillThere(store: StoredRows, { size, last }: Position): Promise<boolean> {
  for await (const [row] of store.read(size - 1, size)) return row?.hash === last;
  return false;
}
