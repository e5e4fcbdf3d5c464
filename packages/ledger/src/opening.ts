import { type LogIdentity, type Row, type Store, type StoredRows, StoreError } from "./store.ts";

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
