import type { PreparedEvent } from "./event.ts";
import type { Head } from "./head.ts";
import { headAt, positionAfter } from "./position.ts";
import { lookOn } from "./look-on.ts";
import type { Sealed } from "./sealed.ts";
import { type Change, failure, type Failure, type LogIdentity, type Store, type TornTail } from "./store.ts";
import { type LedgerTurn, ledgerTurn, type TurnResult, type Wish, type WrittenEntry } from "./turn.ts";

type Written = ({ readonly ok: true } & WrittenEntry) | Failure;

/** The one in this process who writes to a log: many appends share one write. */
export interface Writer {
  append(event: PreparedEvent): Promise<Written>;
  conceal(event: PreparedEvent, conceal: NonNullable<Change["conceal"]>): Promise<Written>;
  catchUp(): Promise<{ readonly ok: true; readonly torn: TornTail | undefined } | Failure>;
  head(): Promise<{ readonly ok: true; readonly head: Head } | Failure>;
  settled(): Promise<void>;
}

interface WriterParts {
  readonly store: Store;
  readonly log: LogIdentity;
  readonly sealed: Sealed;
  /** undefined: the clock says nothing that an entry can hold. */
  readonly now: () => string | undefined;
}

interface Waiting {
  readonly event: PreparedEvent;
  readonly resolve: (written: Written) => void;
}

/** One write's worth, and what may wait in memory. More is refused: whoever appends has to wait for answers. */
const batch = { entries: 4_096, bytes: 4 * 2 ** 20 };
const queued = { entries: 262_144, bytes: 128 * 2 ** 20 };

export function writer({ store, log, sealed, now }: WriterParts): Writer {
  let position = positionAfter(log, sealed.seals);
  let queue: Waiting[] = [];
  let bytes = 0;
  let before: Promise<unknown> = Promise.resolve();

  /** One turn at a time: each begins where the one before ended. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = before.then(work);
    before = turn.catch(() => undefined);
    return turn;
  }

  async function change(wish: Omit<Wish, "now">): Promise<TurnResult | Failure> {
    if (sealed.broken !== undefined) return sealed.broken;
    const asked = now();
    if (asked === undefined) return failure("failed", "the clock says no time between 1970 and 9999");
    let turn: LedgerTurn | undefined;
    const begin = (): LedgerTurn => (turn = ledgerTurn(log, position, { ...wish, now: now() ?? asked }));
    try {
      const outcome = await store.change(position.size, begin);
      if (!outcome.ok) return outcome;
      if (turn === undefined) throw new Error("the store says ok to a turn that it never gave");
      const result = turn.result();
      ({ position } = result);
      return result;
    } catch (error) {
      // a bug of the store: nobody knows how far it came, and those who wait are told all the same
      return failure("fate-unknown", error instanceof Error ? error.name : "unknown");
    }
  }

  async function writeSome(): Promise<void> {
    const some = takeBatch();
    if (some.length === 0) return;
    const result = await change({ events: some.map(({ event }) => event) });
    for (const [index, { resolve }] of some.entries()) resolve("ok" in result ? result : written(result, index));
  }

  function takeBatch(): readonly Waiting[] {
    let [count, size] = [0, 0];
    for (const { event } of queue) {
      if (count === batch.entries || (count > 0 && size + event.bytes > batch.bytes)) break;
      [count, size] = [count + 1, size + event.bytes];
    }
    const some = queue.slice(0, count);
    queue = queue.slice(count);
    bytes -= size;
    if (queue.length > 0) void inTurn(writeSome);
    return some;
  }

  return {
    append(event) {
      if (queue.length >= queued.entries || bytes + event.bytes > queued.bytes) {
        return Promise.resolve(failure("busy", "too much waits to be written"));
      }
      const { promise, resolve } = Promise.withResolvers<Written>();
      queue.push({ event, resolve });
      bytes += event.bytes;
      if (queue.length === 1) void inTurn(writeSome);
      return promise;
    },
    conceal: (event, conceal) =>
      inTurn(async () => {
        const result = await change({ events: [event], conceal });
        return "ok" in result ? result : written(result, 0);
      }),
    catchUp: () =>
      inTurn(async () => {
        const result = await change({ events: [] });
        return "ok" in result ? result : { ok: true, torn: result.torn };
      }),
    head: () =>
      inTurn(async () => {
        const result = await change({ events: [] });
        if (!("ok" in result)) return { ok: true, head: headAt(log, result.position) };
        if (result.reason !== "read-only" && result.reason !== "busy") return result;
        const seen = await lookOn(store, log, position);
        return seen.ok ? { ok: true, head: headAt(log, seen.position) } : seen;
      }),
    async settled() {
      while (queue.length > 0) await inTurn(writeSome);
      await before;
    },
  };
}

function written(result: TurnResult, index: number): Written {
  const entry = result.written[index];
  if (entry === undefined) throw new Error("an entry that was written is not there");
  return { ok: true, ...entry };
}
