import type { HostWanted } from "./wanted.ts";
import type { Reading } from "./reading.ts";

/** One command that is run on the host, and what bounds it. */
export interface Read {
  /** Program and arguments. Quoted for the shell in exactly one place, engine/collect. */
  readonly argv: readonly [string, ...string[]];
  /** `false` when an ordinary account may run it and sees the same. Default: root is needed. */
  readonly root?: boolean;
  /** Most bytes taken from standard output; longer is cut and marked as truncated. Default 64 KiB. */
  readonly bytes?: number;
  /** Most seconds it may run on the host. Default 10. */
  readonly seconds?: number;
}

/** What came back for one {@link Read}. Text is UTF-8, with invalid bytes replaced. */
export interface RawOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status; 124 when it ran out of time, 127 when the program is not there. */
  readonly status: number;
  readonly truncated: boolean;
}

/** Raw outputs by the key under which the fact asked for them. A key is missing only when the read itself failed. */
export type RawOutputs = Readonly<Record<string, RawOutput>>;

/**
 * One typed observation of a host, read without changing it.
 * `parse` is pure and total: hostile, truncated or foreign input gives {@link Reading} with a reason, never an exception.
 */
export interface Fact<T> {
  readonly id: string;
  readonly title: string;
  /** The reads, by key. Depends only on what the service file wants. */
  readonly reads: (wanted: HostWanted) => Readonly<Record<string, Read>>;
  readonly parse: (raw: RawOutputs, wanted: HostWanted) => Reading<T>;
}

export function defineFact<T>(fact: Fact<T>): Fact<T> {
  return fact;
}

export type FactValue<F> = F extends Fact<infer T> ? T : never;
export type FactValues<Facts> = { readonly [Key in keyof Facts]: FactValue<Facts[Key]> };
// oxlint-disable-next-line typescript/no-explicit-any -- a set of facts of mixed types; each control narrows its own
export type Facts = Readonly<Record<string, Fact<any>>>;
