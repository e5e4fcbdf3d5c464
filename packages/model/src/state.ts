import type { Change } from "./change.ts";
import type { Fact } from "./fact.ts";

/**
 * What is wanted of one named resource (a file, package, unit, account, firewall table), as data.
 * `settle` is the fact as it will read once the resource is as wanted: pure, and `settle(settle(x))` equals `settle(x)`.
 */
export interface State<T = unknown> {
  /** The resource, e.g. `file:/etc/ssh/sshd_config.d/00-secondlock.conf`. */
  readonly resource: string;
  /** The change in one line for people. */
  readonly text: string;
  /** Settings on the resource by key, so that two controls which want different values can be refused. */
  readonly settings: Settings;
  readonly fact: Fact<T>;
  readonly settle: (value: T) => T;
  /** How it is brought about. Absent: only a person can, and `text` says what. */
  readonly bring?: Bring<T>;
  /**
   * True: it ends what somebody may be using, so it is brought about only where its control is named (`--only`), and then
   * asked about one by one. Without that the plan says in `notes` what is left to decide.
   */
  readonly asks?: true;
  /** What was found on a host that reads like this: how the two live together, or what is left to a person where `bring` gives nothing. */
  readonly notes?: (value: T, look?: Look) => readonly string[];
  /** What the administrator loses, or must do differently from now on. */
  readonly costs?: string;
  /** The same, of what runs on a host that reads like this. */
  readonly costsNow?: (value: T, look: Look) => readonly string[];
  /** What could go wrong. */
  readonly risk?: string;
  /** Why it may not be brought about over the login of this account: whoever makes the change must be able to confirm it. */
  readonly forbids?: (value: T, look: Look, login: string) => readonly string[];
}

/**
 * The changes that bring about a resource, from the settings of all states on it together and the fact as it was read.
 * States on one resource that share one function (by identity) are brought about by one call of it. `look` gives any other
 * fact that was read. Pure.
 */
export type Bring<T = unknown> = (settings: Settings, value: T, look?: Look) => readonly Change[];

/** The value of a fact, where it could be read. */
export type Look = <U>(fact: Fact<U>) => U | undefined;

export type Settings = Readonly<Record<string, string>>;

/** A fix that only a person can make, with the words for it. */
export interface ByHand {
  readonly byHand: string;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a list of states over facts of mixed types
export type Fix = State<any> | ByHand;

export function defineState<T>(state: State<T>): State<T> {
  return state;
}

export function byHand(text: string): ByHand {
  return { byHand: text };
}
