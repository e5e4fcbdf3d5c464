/**
 * Every way in which a message is refused, in one table. The reason goes to the log; what the peer is told is always the
 * same (`answerTo`), because a reason tells an attacker how far he came.
 */
export const reasons = {
  "no-signature": "the message carries no signature that the policy asks for",
  "missing-label": "a signature that the policy names is not there",
  "unpaired-label": "a label stands in Signature-Input or in Signature, but not in both",
  "duplicate-label": "a label occurs twice",
  "malformed-signature-input": "Signature-Input is not a dictionary of inner lists",
  "malformed-signature": "Signature is not a dictionary of byte sequences",
  oversize: "a header, a target or a list is longer than anything honest",
  "unknown-parameter": "a signature or a component has a parameter that the standard does not define",
  "duplicate-parameter": "a parameter is given twice",
  "malformed-parameter": "a parameter has the wrong type or an impossible value",
  "missing-parameter": "the policy demands a parameter that is not there",
  "wrong-tag": "a named signature was made for another purpose",
  "empty-cover": "the signature covers nothing of the message",
  "uncovered-component": "the policy demands a component that the signature does not cover",
  "duplicate-component": "a component is covered twice",
  "unknown-component": "a derived component that the standard does not define",
  "malformed-component": "a component whose name or form is not allowed, such as an upper-case header name",
  "incompatible-component": "parameters that exclude one another, or that do not apply to this component or message",
  "missing-component": "a covered component is not in the message",
  "unknown-field-type": "a header is covered as a structured field, and its type is not known here",
  "malformed-value": "a covered value has characters or a form that cannot be signed unambiguously",
  "ambiguous-header": "a covered header stands in the message several times, and is no list",
  "ambiguous-query": "a covered query parameter occurs several times",
  "malformed-message": "method, target, status or headers are no HTTP",
  "wrong-authority": "the message is addressed to another host",
  "from-the-future": "created lies in the future",
  expired: "expires lies in the past",
  "too-old": "created is longer ago than the policy allows",
  "expires-before-created": "the signature expires before it was made",
  "expires-too-late": "the signature would be good for longer than the policy allows",
  "unknown-key": "nobody knows this keyid",
  "key-lookup-failed": "the look-up of the key failed, so nothing can be said",
  "unusable-key": "the key does not fit its own algorithm",
  "wrong-algorithm": "the message says another algorithm than the key, or the policy does not allow the key's",
  "bad-signature": "the signature does not verify",
  "unsigned-body": "there is a body, and the signature does not cover its digest",
  "missing-digest": "there is a body and no Content-Digest",
  "malformed-digest": "the digest is not a dictionary of byte sequences of the right length",
  "obsolete-digest": "the digest uses an algorithm that is no longer secure",
  "unknown-digest": "the digest has no algorithm that is known here",
  "digest-mismatch": "the body is not the one whose digest was signed",
  "body-too-large": "the body is larger than the policy allows",
  "body-unreadable": "the body broke off, or somebody has read it before",
  replayed: "the nonce was used before",
  "nonces-full": "the nonce store has no room, and forgets nothing early",
  "nonces-failed": "the nonce store does not answer, so a replay cannot be excluded",
  "malformed-accept-signature": "Accept-Signature is not a dictionary of inner lists",
  "unfulfillable-request": "what Accept-Signature asks for cannot or must not be signed",
  "malformed-key": "the text is not a key",
  "weak-key": "the key is too short, or its exponent proves nothing",
  "malformed-preference": "Want-Content-Digest or Want-Repr-Digest is not a dictionary of integers from 0 to 10",
} as const;

export type Reason = keyof typeof reasons;

/** An expected failure. But for `base` it holds no secret, no body and no signature; `detail` is printable ASCII of at most 120 characters. */
export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
  /** Which signature of the message. */
  readonly label?: string;
  /** What it is about: a component, a parameter, a header, the code of an error. */
  readonly detail?: string;
  /**
   * Of `bad-signature`: what should have been signed, to compare line by line. It has the values of all covered headers, so it is
   * for a person who looks for the difference, and in no answer and no log line.
   */
  readonly base?: string;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | Refusal;

export function accept<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse(reason: Reason, detail?: string): Refusal {
  return detail === undefined ? { ok: false, reason } : { ok: false, reason, detail: printable(detail) };
}

/** The same refusal, with the signature that it is about. */
export function refusedAt(label: string, refusal: Refusal): Refusal {
  return { ...refusal, label: printable(label) };
}

function printable(text: string): string {
  return text.slice(0, 120).replace(/[^\u0020-\u007e]/g, "?");
}
