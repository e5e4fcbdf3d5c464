import type { Committed } from "../apply/commit.ts";
import { askHost } from "../host/host-link.ts";
import { readStatus } from "../host/host-status.ts";
import { type Back, lookBack } from "../host/look-back.ts";
import { type HardenInput, undoHost } from "./harden.ts";
import type { HostRead } from "./read-host.ts";

/** What there is of Secondlock on a host, before it goes. */
export type Installed =
  | {
      readonly known: true;
      /** What would be brought back; undefined when no change stands. */
      readonly back?: Extract<Back, { known: true }>;
    }
  | { readonly known: false; readonly because: string };

/** What became of an uninstall. `undone` is absent where nothing had to be brought back. */
export interface Uninstalled {
  readonly undone?: Committed;
  /** Undefined: the journal and the units are gone. */
  readonly left?: string;
}

/** Looks at what an uninstall would do. Refuses while a change waits, for its journal is what takes it back. */
export async function lookInstalled(read: HostRead, signal?: AbortSignal): Promise<Installed> {
  const seen = await readStatus(read.target, signal);
  if (!seen.known) return { known: false, because: seen.because };
  if (seen.status.armed !== undefined)
    return { known: false, because: "a change there waits to be confirmed, or to be taken back" };
  const [first] = seen.status.standing;
  if (first === undefined) return { known: true };
  const back = await lookBack(read.target, first, signal);
  return back.known ? { known: true, back } : { known: false, because: back.because };
}

/**
 * Takes Secondlock off a host: every standing change is undone, confirmed by a new login like any other, and only then is
 * the journal removed. `to`: the first standing change; undefined leaves the settings as they are.
 */
export async function uninstallHost(read: HostRead, to: string | undefined, input: HardenInput): Promise<Uninstalled> {
  const undone = to === undefined ? undefined : await undoHost(read, to, input);
  if (undone !== undefined && undone.state !== "confirmed")
    return { undone, left: "the journal, because it is needed" };
  const reply = await askHost(read.target, "forget", { signal: input.signal });
  return { ...(undone === undefined ? {} : { undone }), ...(reply.ok ? {} : { left: reply.because }) };
}
