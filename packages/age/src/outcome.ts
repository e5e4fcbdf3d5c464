/** Why a file, a key or a recipient is not taken. */
export type Reason =
  /** The text is no `AGE-SECRET-KEY-1...`. */
  | "malformed-identity"
  /** The text is no `age1...`, or a point that gives everybody the same secret. */
  | "malformed-recipient"
  /** The header does not follow the format, or is longer than anything honest. */
  | "malformed-header"
  /** The file is for others. */
  | "no-match"
  /** Somebody who knew no key changed the header. */
  | "header-changed"
  /** The payload was changed, or something of it is missing. */
  | "payload-changed";

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Reason };

export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refuse(reason: Reason): { readonly ok: false; readonly reason: Reason } {
  return { ok: false, reason };
}
