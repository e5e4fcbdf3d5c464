import { entryText } from "./entry.ts";
import { defaultLimits, type PreparedEvent, prepareParts } from "./event.ts";
import { entryHash, type Hash } from "./hash.ts";
import { advance, link, type Position } from "./position.ts";
import type { Change, LogIdentity, Row, TornTail, Turn } from "./store.ts";

/** What one turn wants to write. */
export interface Wish {
  readonly events: readonly PreparedEvent[];
  /** What the clock says, ISO 8601. */
  readonly now: string;
  readonly conceal?: Change["conceal"];
}

/** Where an event came to stand. */
export interface WrittenEntry {
  readonly seq: number;
  readonly hash: Hash;
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** A turn that can be asked afterwards where the log stands, if the store took it. */
export interface LedgerTurn extends Turn {
  /** Does what `result` would have to do, while the store waits for the disk. */
  settle(): void;
  /** `written` is of the wish's first events, in their order: a turn ends where a segment ends. */
  result(): TurnResult;
}

export interface TurnResult {
  readonly position: Position;
  readonly written: readonly WrittenEntry[];
  readonly torn: TornTail | undefined;
  /** Whether the private value that was to go was still there. */
  readonly concealed: boolean;
}

/** Looks at what others wrote, then links the wish's events to the end. Pure: touches no store and no clock. */
export function ledgerTurn(log: LogIdentity, from: Position, wish: Wish): LedgerTurn {
  const steps = advance(log, from);
  let next: { size: number; last: string; time: string } = from;
  let damaged: string | undefined;
  const written: WrittenEntry[] = [];
  let tornTail: TornTail | undefined;
  let concealed = false;

  function take(event: PreparedEvent): { readonly row: Row; readonly at: WrittenEntry } {
    // a clock that went back is noted, and changes nothing about the order
    const wentBack = wish.now < next.time;
    const time = wentBack ? next.time : wish.now;
    const place = { seq: next.size, prev: next.last, time, ...(wentBack ? { clock: wish.now } : {}) };
    const entry = entryText(event, place);
    const row = { hash: entryHash(entry), entry, opened: event.opened };
    step(row.hash, time);
    return { row, at: { seq: place.seq, hash: row.hash, time } };
  }

  function step(hash: string, time: string): void {
    steps.push(hash, time);
    next = { size: next.size + 1, last: hash, time };
  }

  function concealing({ seq, keep }: NonNullable<Change["conceal"]>): Pick<Change, "conceal"> {
    const kept = (opened: string | undefined): string | undefined => {
      const stays = keep(opened);
      concealed = stays !== opened;
      return stays;
    };
    return { conceal: { seq, keep: kept } };
  }

  return {
    settle: () => steps.settle(),
    see(rows) {
      for (const row of rows) {
        if (damaged !== undefined) return;
        const seen = link(row, next);
        if (seen.ok) step(row.hash, seen.entry.time);
        else damaged = `entry ${next.size}: ${seen.reason}`;
      }
    },
    decide(torn) {
      if (damaged !== undefined) return { damaged };
      tornTail = torn;
      const rows = torn === undefined ? [] : [take(repairEvent(torn)).row];
      for (const event of wish.events) {
        // what fills a segment may be on disk, and in a head, before the next one turns out to have no room
        if (rows.length > 0 && next.size % log.segmentSize === 0) break;
        const { row, at } = take(event);
        rows.push(row);
        written.push(at);
      }
      const isWhole = written.length === wish.events.length;
      return { rows, seals: steps.seals, ...(wish.conceal && isWhole ? concealing(wish.conceal) : {}) };
    },
    result: () => ({ position: steps.position(), written, torn: tornTail, concealed }),
  };
}

/** A torn tail is never repaired in silence: the next entry says what was there. */
function repairEvent({ bytes, sha256, kept }: TornTail): PreparedEvent {
  const made = prepareParts("ledger.repaired", { data: { bytes, sha256, kept } }, defaultLimits);
  if (!made.ok) throw new Error(`the note of a repair cannot be written: ${made.reason}`);
  return made.prepared;
}
