import type { PreparedEvent } from "./event.ts";
import { type Position, positionAfter } from "./position.ts";
import type { Sealed } from "./sealed.ts";
import {
  type Change,
  failure,
  type Failure,
  type LogIdentity,
  refusal,
  type Refusal,
  type Store,
  type TornTail,
} from "./store.ts";
import { type LedgerTurn, ledgerTurn, type TurnResult, type Wish, type WrittenEntry } from "./turn.ts";

type Written = ({ readonly ok: true } & WrittenEntry) | Refusal;

/** `lingers`: it is done, and SQLite's write-ahead log still has the old bytes, as somebody reads in it. */
export type Concealed =
  | ({ readonly ok: true; readonly lingers: boolean } & WrittenEntry)
  | Refusal
  | Failure<"already-redacted">;

/** The one in this process who writes to a log: many appends share one write. */
export interface Writer {
  append(event: PreparedEvent): Promise<Written>;
  conceal(event: PreparedEvent, conceal: NonNullable<Change["conceal"]>): Promise<Concealed>;
  catchUp(): Promise<{ readonly ok: true; readonly torn: TornTail | undefined } | Refusal>;
  /** Up to where this one knows the log; all of it is durable. */
  position(): Position;
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

  /** `lingers`: see Concealed. */
  async function change(wish: Omit<Wish, "now">): Promise<(TurnResult & { readonly lingers: boolean }) | Failure> {
    if (sealed.broken !== undefined) return sealed.broken;
    const asked = now();
    if (asked === undefined) return failure("failed", "the clock says no time between 1970 and 9999");
    let turn: LedgerTurn | undefined;
    const begin = (): LedgerTurn => {
      const begun = ledgerTurn(log, position, { ...wish, now: now() ?? asked });
      // in the file store the disk is waited for by then, and this thread has nothing else to do
      setImmediate(() => begun.settle());
      return (turn = begun);
    };
    try {
      const outcome = await store.change(position.size, begin);
      const result = turn?.result();
      const lingers = !outcome.ok && outcome.reason === "lingers" && result?.concealed === true;
      if (!outcome.ok && !lingers) return outcome;
      if (result === undefined) throw new Error("the store says ok to a turn that it never gave");
      ({ position } = result);
      return { ...result, lingers };
    } catch (error) {
      // nobody knows how far a bug let it come, and those who wait are told all the same
      return { ...failure("fate-unknown", error instanceof Error ? error.name : "unknown"), cause: error };
    }
  }

  async function writeSome(): Promise<void> {
    for (let some = takeBatch(); some.length > 0;) {
      const result = await change({ events: some.map(({ event }) => event) });
      const told = "ok" in result ? some : some.slice(0, result.written.length);
      for (const [index, { resolve }] of told.entries()) resolve("ok" in result ? refusal(result) : at(result, index));
      some = some.slice(told.length);
    }
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

  async function concealed(wish: Required<Omit<Wish, "now">>): Promise<Concealed> {
    const result = await change(wish);
    // the note of a repair filled the segment
    if (!("ok" in result))
      return result.written.length === 0 ? await concealed(wish) : { lingers: result.lingers, ...at(result, 0) };
    const { reason, detail } = result;
    if (reason === "already-redacted") return failure(reason, detail);
    return reason === "lingers" ? failure("busy", detail) : refusal(result);
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
    conceal: (event, conceal) => inTurn(() => concealed({ events: [event], conceal })),
    catchUp: () =>
      inTurn(async () => {
        const result = await change({ events: [] });
        return "ok" in result ? refusal(result) : { ok: true, torn: result.torn };
      }),
    position: () => position,
    async settled() {
      while (queue.length > 0) await inTurn(writeSome);
      await before;
    },
  };
}

function at(result: TurnResult, index: number): { readonly ok: true } & WrittenEntry {
  const entry = result.written[index];
  if (entry === undefined) throw new Error("an entry that was written is not there");
  return { ok: true, ...entry };
}
