import { isBytes, isCount, isListOf, isName, isObject, isOrigin } from "./shape.ts";

/** The key of one confirmer that a wrap needs. */
export interface ConfirmerKey {
  readonly confirmer: string;
  /** Where it is reached: `https://confirmer.example`. */
  readonly origin: string;
  /** Ed25519 with which it signs its answers, base64url. */
  readonly key: string;
  /** Names the key there: 16 random bytes, base64url. */
  readonly kid: string;
  readonly epoch: number;
  /** The element of RFC 9497 that proofs are checked against, base64url. It comes from here, never from an answer. */
  readonly publicKey: string;
  /** Digest of the policy that the owner signed for this key. */
  readonly policy: string;
}

/** The file's identity, encrypted for one host: opening takes that host's local key and an answer of each of the confirmers. */
export interface Wrap {
  readonly file: string;
  readonly host: string;
  /** In the order of their kid. */
  readonly confirmers: readonly ConfirmerKey[];
  /** 12 random bytes, base64url. */
  readonly nonce: string;
  /** The 32 bytes of the identity, encrypted and with a tag, base64url. */
  readonly box: string;
}

/** A confirmer as a person knows it: by its key, wherever it answers. */
export type KnownConfirmer = Pick<ConfirmerKey, "confirmer" | "origin" | "key">;

export const isConfirmerKey = isObject({
  confirmer: isName,
  origin: isOrigin,
  key: isBytes(32),
  kid: isBytes(16),
  epoch: isCount,
  publicKey: isBytes(32),
  policy: isBytes(32),
});

const fits = isObject({
  file: isBytes(16),
  host: isName,
  confirmers: isListOf(isConfirmerKey, 8, (key) => (key as ConfirmerKey).kid),
  nonce: isBytes(12),
  box: isBytes(32 + 16),
});

export function isWrap(value: unknown): boolean {
  if (!fits(value)) return false;
  const kids = (value as Wrap).confirmers.map(({ kid }) => kid);
  return kids.length > 0 && kids.every((kid, n) => n === 0 || (kids[n - 1] ?? "") < kid);
}
