import { type Sealed, sealedPart } from "./sealed.ts";
import {
  type Failure,
  type Found,
  type LogIdentity,
  type Refusal,
  refusal,
  type Row,
  type Store,
  type StoredRows,
  StoreError,
} from "./store.ts";

export interface OtherLog {
  readonly ok: false;
  readonly reason: "other-log";
  /** The id of the log that is there. */
  readonly detail: string;
}

export type NoLog = Failure<"no-log">;

interface Entered {
  readonly ok: true;
  readonly log: LogIdentity;
  readonly sealed: Sealed;
}

const inUse = new WeakSet<Store>();

/** Finds the log in a store. A store that is refused is closed. Throws on one that another ledger was given. */
export async function enter(
  store: Store,
  find: () => Promise<Found>,
  id: string | undefined,
): Promise<Entered | Refusal | NoLog | OtherLog> {
  if (inUse.has(store)) throw new TypeError("a store is for one ledger: make another one for the same place");
  inUse.add(store);
  const entered = await entry(store, find, id);
  if (!entered.ok) {
    await store.close();
    inUse.delete(store);
  }
  return entered;
}

async function entry(
  store: Store,
  find: () => Promise<Found>,
  id: string | undefined,
): Promise<Entered | Refusal | NoLog | OtherLog> {
  const found = await find();
  if (!found.ok) return found.reason === "no-log" ? { ...found, reason: found.reason } : refusal(found);
  const { log } = found;
  if (id !== undefined && log.id !== id) return { ok: false, reason: "other-log", detail: log.id };
  const sealed = await sealedPart(store, log);
  return sealed.ok ? { ok: true, log, sealed } : sealed;
}

export interface Closed {
  readonly ok: false;
  readonly reason: "closed";
  /** The log's id. */
  readonly detail: string;
}

/** A store from opening to closing. What is asked after that is answered alike, whichever store it is. */
export interface Opening {
  /** What reads in it ends when it is closed. */
  readonly store: StoredRows;
  /** Does some work, unless it is closed. */
  during<T>(work: () => Promise<T>): Promise<T | Closed>;
  /** Takes no more work, and closes the store as soon as that is `settled`. */
  close(settled?: () => Promise<void>): Promise<void>;
}

export function opening(store: Store, { id }: LogIdentity): Opening {
  const closed: Closed = { ok: false, reason: "closed", detail: id };
  let closing: Promise<void> | undefined;

  function whileOpen<T>(work: () => Promise<T>): Promise<T> {
    return closing === undefined ? work() : Promise.reject(new StoreError(closed));
  }

  async function* read(from: number, to: number): AsyncGenerator<readonly Row[]> {
    const pieces = store.read(from, to)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const piece = await whileOpen(() => pieces.next());
        if (piece.done === true) return;
        yield piece.value;
      }
    } finally {
      await pieces.return?.();
    }
  }

  return {
    store: {
      read,
      place: (position) => store.place(position),
      seals: () => whileOpen(() => store.seals()),
      vouch: (from) => whileOpen(() => store.vouch(from)),
    },
    during: (work) => (closing === undefined ? work() : Promise.resolve(closed)),
    close(settled = async () => undefined) {
      closing ??= settled().then(() => store.close());
      return closing;
    },
  };
}
