/** What a confirmer remembers. `once`: challenges and nonces, which are good for one use. `opening`: what waits for approval. */
export type Kind = "key" | "owners" | "peers" | "opening" | "revocation" | "once";

/** What becomes of a document: a new text, `remove`, or nothing when it stays as it is. */
export interface Written<T> {
  readonly result: T;
  readonly text?: string;
  readonly remove?: true;
  /** Seconds since 1970 after which nobody asks for it any more; kept for ever without it. */
  readonly until?: number;
}

/**
 * Small documents with names. `update` is atomic and durable: of all who change one document at the same time, in whatever processes,
 * each sees what the one before wrote, and what it resolves with was written first. Whatever it throws means that nothing is known to
 * be written: the confirmer evaluates nothing then.
 */
export interface DocumentStore {
  read(kind: Kind, id: string): Promise<string | undefined>;
  /** `decide` is pure and may be called more than once. */
  update<T>(kind: Kind, id: string, decide: (text: string | undefined) => Written<T>): Promise<T>;
  ids(kind: Kind): Promise<readonly string[]>;
  /** Removes what is over. */
  sweep(now: number): Promise<void>;
  close(): Promise<void>;
}
