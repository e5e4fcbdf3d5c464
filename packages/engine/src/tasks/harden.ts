import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commit, type Committed, type CommitStep } from "../apply/commit.ts";
import { changePackages, type PackagesChanged } from "../apply/packages.ts";
import { requestText, stepsOf, undoRequest } from "../host/request.ts";
import { afterClosing, canBeOpened, clientAddress, closesOwnLogin } from "../open-ssh/client-address.ts";
import { sourceAddress } from "../open-ssh/window.ts";
import type { Step } from "../plan/plan.ts";
import { planGroups } from "../plan/plan-groups.ts";
import { count } from "../report/words.ts";
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
  /**
   * Looks at a host again and plans anew: packages bring files of their own, which the first look could not see. What is new
   * in that plan has been shown and agreed to once this returns; a text says why it is not to be applied.
   */
  readonly again?: ((host: string) => Promise<Planned | string>) | undefined;
  /** Takes over the login that confirmed a host, and closes it: what comes after needs no further code. */
  readonly keep?: ((host: string, login: SshTarget) => void) | undefined;
  readonly onStep?: (host: string, step: HardenStep) => void;
}

/** What became of a host, and what apt did there before: nothing takes that back. */
export type Hardened = Committed & { readonly packages?: PackagesChanged };

/** Applies the plan of one host, commit-confirmed. The caller has shown it and asked. */
export async function hardenHost(planned: Planned, input: HardenInput): Promise<Hardened> {
  const refusal = refusalOf(planned);
  if (refusal !== undefined) return { state: "refused", because: refusal };
  const first = await packagesFor(planned, input);
  const stopped = (because: string, packages: PackagesChanged): Hardened => ({ state: "refused", because, packages });
  if (first.failed !== undefined) return stopped(first.failed, first);
  if (first.did.length === 0) return await makeChange(planned, input, []);
  const anew = (await input.again?.(planned.plan.host)) ?? planned;
  if (typeof anew === "string") return stopped(anew, first);
  const because = refusalOf(anew);
  if (because !== undefined) return stopped(because, first);
  const more = anew === planned ? { did: [] } : await packagesFor(anew, input);
  const packages = { ...more, did: [...first.did, ...more.did] };
  if (packages.failed !== undefined) return stopped(packages.failed, packages);
  return { ...(await makeChange(anew, input, packages.did)), packages };
}

async function packagesFor({ read, plan }: Planned, input: HardenInput): Promise<PackagesChanged> {
  input.onStep?.(plan.host, "packages");
  return await changePackages(read.target, stepsOf(plan), {
    signal: input.signal,
    lockSeconds: input.lockSeconds ?? 60,
    onWait: () => input.onStep?.(plan.host, "dpkg's lock"),
  });
}

/** The whole change but its packages, which the journal only names: an undo says that they stay. */
async function makeChange({ read, plan }: Planned, input: HardenInput, did: readonly Step[]): Promise<Committed> {
  const steps = [...did, ...stepsOf(plan).filter(({ kind }) => kind !== "package")];
  // as many as the plan shows; none are left where its packages were all of it
  const title = `harden: ${count(Math.max(1, planGroups(plan.items).length), "change")}`;
  const closes = closesWith(read, steps);
  const address = closes ? sourceAddress((await clientAddress(read.target, input.signal)) ?? "") : undefined;
  const window = address === undefined ? undefined : { address, seconds: afterClosing };
  return await changeHost(read, requestText(steps, { ...input, title, record: plan.record, window }), input, closes);
}

function closesWith({ wanted }: HostRead, steps: readonly Step[]): boolean {
  return closesOwnLogin(wanted) && steps.some((step) => step.kind === "file" && step.reload === "nftables");
}

function refusalOf({ read, plan }: Planned): string | undefined {
  const [refusal] = plan.refusals;
  if (refusal !== undefined) return refusal;
  return closesWith(read, stepsOf(plan)) && !canBeOpened(read.wanted)
    ? "it closes SSH to everybody, and nobody could open it again: the service file names no host that stays a way in (from: [jump-1, on-demand]) and no console (vendor:)"
    : undefined;
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
