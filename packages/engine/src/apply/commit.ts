import type { AttemptHost } from "../attempt/attempt-host.ts";
import { askHost, type Busy, told } from "../host/host-link.ts";
import { readStatus } from "../host/host-status.ts";
import { type SshTarget, sshTarget } from "../targets/ssh.ts";
import type { SshRoute } from "../targets/ssh-options.ts";
import { type Rehearsed, rehearse } from "./rehearse.ts";
import { lostWays, type WayIn, waysIn } from "./ways-in.ts";

export type CommitStep = "journal" | "rehearse" | "apply" | "log in anew" | "confirm" | "take back";

export interface CommitInput {
  readonly target: SshTarget;
  readonly route: SshRoute;
  /** Sudo's password for the fresh login. */
  readonly password: string | undefined;
  /** For logins over each address; undefined when none could be prepared. */
  readonly attemptHost: AttemptHost | undefined;
  /** What the host is asked to do. */
  readonly request: string;
  /** Seconds to confirm, as the request says. */
  readonly seconds: number;
  readonly directory: string;
  /** The change closes the port of SSH on purpose, but to the one who makes it: the new login that confirms shows that. */
  readonly closes?: boolean;
  /** Takes over the login that confirmed, and closes it; left out, it is closed at once. */
  readonly keep?: ((login: SshTarget) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: (step: CommitStep) => void;
}

/** What became of a change: it stands, or the host is as before, or will be by itself. */
export type Committed =
  | {
      readonly state: "confirmed";
      readonly journal: string;
      readonly ways: readonly WayIn[];
      readonly rehearsed?: Rehearsed;
    }
  | { readonly state: "refused"; readonly because: string; readonly busy?: Busy }
  | { readonly state: "taken back"; readonly journal: string; readonly because: string }
  | {
      readonly state: "partly taken back";
      readonly journal: string;
      readonly because: string;
      /** What could not be brought back, as the host tells it; empty when it did so by itself. */
      readonly left: readonly string[];
    }
  | {
      readonly state: "will be taken back";
      readonly journal: string;
      readonly because: string;
      /** Seconds until the host does it, at most. */
      readonly within: number;
    };

/**
 * Makes a change that undoes itself unless a fresh login confirms it. The host journals and arms before it touches anything,
 * so that whatever happens to this process, the connection or the host itself, the old way in works again in time.
 */
export async function commit(input: CommitInput): Promise<Committed> {
  const { target, request, attemptHost, directory, signal, onStep } = input;
  onStep?.("journal");
  const [before, begun] = await Promise.all([
    attemptHost === undefined ? [] : waysIn(attemptHost, directory, signal),
    askHost(target, "begin", { input: request, signal }),
  ]);
  if (!begun.ok)
    return { state: "refused", because: begun.because, ...(begun.busy === undefined ? {} : { busy: begun.busy }) };
  const journal = begun.rows.find(([word]) => word === "armed")?.[1] ?? "";
  if (journal === "") return { state: "refused", because: "the host did not say that it is armed" };
  onStep?.("rehearse");
  const usable = before.some(({ came }) => came !== "nowhere");
  const rehearsed = await rehearse({
    target,
    journal,
    attemptHost: usable ? attemptHost : undefined,
    password: input.password,
    directory,
    signal,
  });
  if (rehearsed.state === "failed") return await takeBack(input, journal, rehearsed.because);
  onStep?.("apply");
  const applied = await askHost(target, "apply", { argument: journal });
  if (!applied.ok) return await takeBack(input, journal, applied.because);
  if (signal?.aborted === true) return await takeBack(input, journal, "stopped by you");
  onStep?.("log in anew");
  const anew = await confirmAnew(input, journal, before);
  return "because" in anew
    ? await takeBack(input, journal, anew.because)
    : { state: "confirmed", journal, ways: anew.ways, rehearsed };
}

/** Confirms over a connection of its own, which alone shows that people still get in, once every way that worked works again. */
async function confirmAnew(
  { route, password, target, attemptHost, directory, closes, keep, signal, onStep }: CommitInput,
  journal: string,
  before: readonly WayIn[],
): Promise<{ readonly ways: readonly WayIn[] } | { readonly because: string }> {
  const fresh = sshTarget(target.id, route);
  let kept = false;
  try {
    const [ways, connected] = await Promise.all([
      attemptHost === undefined ? [] : waysIn(attemptHost, directory, signal),
      fresh.connect(signal),
    ]);
    const [lost] = closes === true ? [] : lostWays(before, ways);
    if (lost) return { because: `the login over ${lost.address} works no more: ${lost.because}` };
    if (!connected.connected) return { because: `a new login does not work: ${connected.because}` };
    fresh.usePassword(password);
    onStep?.("confirm");
    const reply = await askHost(fresh, "confirm", { argument: journal, signal });
    if (!reply.ok) return { because: `the new login cannot confirm: ${reply.because}` };
    kept = keep !== undefined;
    keep?.(fresh);
    return { ways };
  } finally {
    if (!kept) await fresh.close();
  }
}

async function takeBack(input: CommitInput, journal: string, because: string): Promise<Committed> {
  input.onStep?.("take back");
  // not stopped by Ctrl-C: this is what makes it safe
  const reply = await askHost(input.target, "rollback", { argument: journal });
  if (reply.ok && reply.rows.some(([word]) => word === "back")) return { state: "taken back", journal, because };
  const partly = reply.ok ? reply.rows.find(([word]) => word === "partly") : undefined;
  if (partly)
    return {
      state: "partly taken back",
      journal,
      because,
      left: partly.slice(2).map(told),
    };
  // nothing waits there any more: the host took it back by itself, or it heard the confirmation and we not its answer
  const seen = await readStatus(input.target);
  const state = seen.known ? seen.status.journals.find(({ id }) => id === journal)?.state : undefined;
  if (state === "confirmed") return { state: "confirmed", journal, ways: [] };
  if (state === "taken back") return { state: "taken back", journal, because };
  if (state === "partly taken back") return { state, journal, because, left: [] };
  return { state: "will be taken back", journal, because, within: input.seconds };
}
