import type { EditReason } from "../file/edit.ts";
import type { PersonalReason } from "../file/personal-edit.ts";
import type { Outcome } from "../outcome.ts";
import type { Provider, ProviderReason } from "./provider.ts";
import type { StateReason } from "./rotation-state.ts";

/** Asks a host to open the file it runs with and to use the key. Refuses unless it answers `expected`. */
export type Prove = (host: string, expected: string) => Promise<Outcome<undefined, "not-proven">>;

/** Which value is rotated, by whom, and how. */
export interface RotationOrder {
  /** The folder of the person who edits, with what is remembered of rotations. */
  readonly home: string;
  /** The sealed file. */
  readonly file: string;
  readonly name: string;
  readonly provider: Provider;
  /** Absent: the rotation waits once the file has the new value. */
  readonly prove?: Prove | undefined;
  /** Milliseconds after the last proof when the old key ends although it is used. Default: a day. */
  readonly grace?: number;
  /** Milliseconds in which nobody may use the old key before it ends. Default: ten seconds. */
  readonly quiet?: number;
  readonly now?: () => Date;
  /** Hears of each step that is done and on disk. */
  readonly told?: (done: Told) => void;
}

export type Told = "prepared" | "created" | "set" | "proven" | "finished";

export type RotationReason =
  | PersonalReason
  | EditReason
  | StateReason
  | ProviderReason
  /** Somebody set the value meanwhile: neither the old nor the new one is in the file. */
  | "changed-meanwhile"
  /** A rotation is under way with keys that are not this provider's. */
  | "other-rotation"
  /** No wrap: nobody opens the file, so nobody can prove anything. */
  | "no-hosts"
  /** Nobody was asked for the proof. `detail` names the hosts that owe it. */
  | "no-proof"
  /** A host did not use the new key. `detail` is its name, and why. */
  | "not-proven"
  /** There is no rotation, or nothing stood in the file before it. */
  | "nothing-to-take-back";

/** These are no failures: the rotation waits, and the next run goes on. */
export const waits: readonly RotationReason[] = ["no-value", "no-proof", "not-proven", "old-in-use", "old-not-gone"];
