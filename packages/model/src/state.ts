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
  readonly settings: Readonly<Record<string, string>>;
  readonly fact: Fact<T>;
  readonly settle: (value: T) => T;
}

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
