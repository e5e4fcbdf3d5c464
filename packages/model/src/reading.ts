/** What a read of a target gave: a value, or the reason why there is none. Never thrown, never guessed. */
export type Reading<T> = Known<T> | Unreadable;

export interface Known<T> {
  readonly known: true;
  readonly value: T;
}

export interface Unreadable {
  readonly known: false;
  /** For people: why nothing could be read. Present tense, no full stop. */
  readonly reason: string;
  /** True when the thing itself is not there, e.g. no SSH server: then its controls do not apply. */
  readonly absent?: true;
}

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function unreadable(reason: string): Unreadable {
  return { known: false, reason };
}

/** For a fact about something that is not on this host. Only when that is certain: an unreadable thing is not absent. */
export function absent(reason: string): Unreadable {
  return { known: false, reason, absent: true };
}
