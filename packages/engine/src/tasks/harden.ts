import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commit, type Committed, type CommitStep } from "../apply/commit.ts";
import { changePackages } from "../apply/packages.ts";
import { requestText, stepsOf, undoRequest } from "../host/request.ts";
import { afterClosing, canBeOpened, clientAddress, closesOwnLogin } from "../open-ssh/client-address.ts";
import { sourceAddress } from "../open-ssh/window.ts";
import { endWithUs } from "../targets/last-will.ts";
import type { SshTarget } from "../targets/ssh.ts";
import { sshSettings } from "../targets/ssh-settings.ts";
import { attemptHosts } from "./attempt-hosts.ts";
import { sharedBy, type Passwords } from "./passwords.ts";
import type { Planned } from "./plan.ts";
import type { HostRead } from "./read-host.ts";

export type HardenStep = CommitStep | "packages" | "dpkg's lock";

export interface HardenInput {
  readonly passwords: Passwords;
  /** For the other operator who is refused meanwhile, e.g. `ada@laptop`. */
  readonly who: string;
  /** Seconds to confirm. */
  readonly seconds: number;
  /** Most seconds to wait for dpkg's lock. */
  readonly lockSeconds?: number;
  readonly signal?: AbortSignal | undefined;
  /** Looks at a host again and plans anew: packages bring files of their own, which the first look could not see. */
  readonly again?: ((host: string) => Promise<Planned | undefined>) | undefined;
  /** Takes over the login that confirmed a host, and closes it: what comes after needs no further code. */
  readonly keep?: ((host: string, login: SshTarget) => void) | undefined;
  readonly onStep?: (host: string, step: HardenStep) => void;
}

/** Applies the plan of one host, commit-confirmed. The caller has shown it and asked. */
export async function hardenHost({ read, plan }: Planned, input: HardenInput): Promise<Committed> {
  const [refusal] = plan.refusals;
  if (refusal !== undefined) return { state: "refused", because: refusal };
  const steps = stepsOf(plan);
  const closes =
    closesOwnLogin(read.wanted) && steps.some((step) => step.kind === "file" && step.reload === "nftables");
  if (closes && !canBeOpened(read.wanted))
    return {
      state: "refused",
      because:
        "it closes SSH to everybody, and nobody could open it again: the service file names no host that stays a way in (from: [jump-1, on-demand]) and no console (vendor:)",
    };
  input.onStep?.(plan.host, "packages");
  const onWait = (): void => input.onStep?.(plan.host, "dpkg's lock");
  const packages = await changePackages(read.target, steps, {
    signal: input.signal,
    lockSeconds: input.lockSeconds ?? 60,
    onWait,
  });
  if (!packages.ok) return { state: "refused", because: packages.because };
  if (packages.changed && input.again !== undefined) {
    const planned = await input.again(plan.host);
    if (planned === undefined)
      return { state: "refused", because: "it could not be read again after its packages changed" };
    return await hardenHost(planned, { ...input, again: undefined });
  }
  const count = plan.items.length;
  const title = `harden: ${count} ${count === 1 ? "resource" : "resources"}`;
  const address = closes ? sourceAddress((await clientAddress(read.target, input.signal)) ?? "") : undefined;
  const window = address === undefined ? undefined : { address, seconds: afterClosing };
  return await changeHost(read, requestText(steps, { ...input, title, record: plan.record, window }), input, closes);
}

/** Brings a host back to before a journal and every later one, commit-confirmed like any other change. */
export async function undoHost(read: HostRead, to: string, input: HardenInput): Promise<Committed> {
  return await changeHost(read, undoRequest(to, { ...input, title: `undo to before ${to}` }), input);
}

/** Makes one change of a host, given as the request that its own part understands. */
export async function changeHost(
  read: HostRead,
  request: string,
  input: HardenInput,
  closes = false,
): Promise<Committed> {
  const { ssh, route, wanted } = read;
  if (route === undefined || ssh === undefined) {
    const because = "a change is confirmed by a login over SSH, and the service file names none for this host";
    return { state: "refused", because };
  }
  const directory = await mkdtemp(join(tmpdir(), "secondlock-run-"));
  const letGo = endWithUs({ folder: directory });
  try {
    const [attemptHost] = await attemptHosts([read], directory, { full: false });
    const shared = sharedBy(await sshSettings(route));
    return await commit({
      ...{ target: ssh, route, attemptHost, directory, request, seconds: input.seconds, signal: input.signal, closes },
      password: input.passwords.mayBeAsked ? await input.passwords.get(wanted.id, shared) : undefined,
      ...(input.keep === undefined ? {} : { keep: (login: SshTarget) => input.keep?.(wanted.id, login) }),
      onStep: (step) => input.onStep?.(wanted.id, step),
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
    letGo();
  }
}
