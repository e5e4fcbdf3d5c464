import type { Outcome } from "../outcome.ts";
import type { Value } from "../file/value.ts";

/** Two keys at a provider that take turns, told without their secrets. */
export interface KeyPair {
  /** The key that is in use, as people call it: a role, an account, a day. */
  readonly from: string;
  /** Digest of the box that holds it; empty where that is not known. */
  readonly fromMark: string;
  /** The key that takes over. */
  readonly to: string;
  readonly toMark: string;
  /** What the provider stores in place of the new secret; empty once it has it. Gives nobody the secret. */
  readonly verifier: string;
}

export type ProviderReason =
  /** The provider cannot be asked, or says no. `detail` is what it says. */
  | "provider-failed"
  /** `detail` is the key. */
  | "no-such-key"
  /** Both keys work, and the one that should be made is not this rotation's: somebody else is at it. `detail` is that key. */
  | "both-usable"
  /** Neither works. */
  | "none-usable"
  /** The file holds a key that was locked: a newer file is elsewhere. `detail` is the key. */
  | "stale-file"
  /** The provider does not have the key that the file holds: it was changed there. `detail` is the key. */
  | "not-there"
  /** Nobody has given the new value yet. */
  | "no-value"
  /** The old key is still used. `detail` says how much. */
  | "old-in-use"
  /** Nobody has said that the old key is gone. `detail` is the key. */
  | "old-not-gone";

/** What is there now. */
export interface Looked {
  /** Whether the provider has the key that takes over, exactly the one of this rotation. */
  readonly there: boolean;
  /** How many use the other one right now; undefined where nobody can tell, and once it has ended. */
  readonly oldUses: number | undefined;
}

/** What has to be known to make a new key: the pair without the mark, and the new value in clear, in memory only. */
export interface Prepared {
  readonly pair: Omit<KeyPair, "toMark">;
  readonly value: string;
}

/**
 * Somebody who knows keys of two: one is in use, the other can be made anew. Each step may be done again, by another process, after
 * one that was killed in the middle of it: it then finds what is done, or does it once more with the same end.
 */
export interface Provider {
  readonly name: string;
  /** Whether these are keys of its own. */
  knows(pair: KeyPair): boolean;
  /** Chooses the key that takes over and makes its value; changes nothing. `current` is the mark of the box in the file. */
  prepare(current: string | undefined): Promise<Outcome<Prepared, ProviderReason>>;
  look(pair: KeyPair): Promise<Outcome<Looked, ProviderReason>>;
  /** Makes the new key work. The one in use works on. */
  create(pair: KeyPair): Promise<Outcome<undefined, ProviderReason>>;
  /** What a host has to answer that really uses the new key. */
  proof(pair: KeyPair, value: Value): string;
  /** Ends the old key: once nobody uses it, or at once with `force`. */
  finish(pair: KeyPair, force: boolean): Promise<Outcome<undefined, ProviderReason>>;
}
