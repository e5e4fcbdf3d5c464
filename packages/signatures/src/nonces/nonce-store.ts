/** `full`: there is no room, and nothing is forgotten before its time. */
export type Burnt = "fresh" | "replayed" | "full";

/** When a nonce may be forgotten. Seconds since 1970; not always whole. */
export interface Lifetime {
  readonly now: number;
  readonly until: number;
}

/**
 * Remembers nonces. `burn` is atomic: of two calls with one nonce, in whatever processes, exactly one says `fresh`.
 * A nonce is 43 characters of base64url: a hash of keyid and nonce, so that the store holds nothing of the message.
 * It is only called when everything else about the message is right: nobody without a key can fill the store.
 * May reject or throw when it cannot answer; the message is refused then.
 */
export interface NonceStore {
  burn(nonce: string, lifetime: Lifetime): Burnt | Promise<Burnt>;
}
