import type { Fact, HostWanted } from "@secondlock/model";
import { collect, collectLimits, type Snapshot, unreachedSnapshot } from "../collect/collect.ts";
import { withCollector } from "../collect/collector.ts";
import { noShell, type ReadLimits } from "../collect/run-reads.ts";
import { withVerifiedKey } from "../collect/system.ts";
import { localTarget } from "../targets/local.ts";
import { sshTarget, type SshTarget } from "../targets/ssh.ts";
import type { SshRoute } from "../targets/ssh-options.ts";
import { sshSettings } from "../targets/ssh-settings.ts";
import type { Target } from "../targets/target.ts";
import type { AuditOptions } from "./audit-input.ts";
import { type Passwords, sharedBy } from "./passwords.ts";

/** Bounds of the first, tiny run. A login shell may greet at some length. */
const firstRun = { seconds: 15, bytes: 256 * 1024 } as const;

/** A host with what was read inside. The target is connected, unless the snapshot says why it could not be. */
export interface HostRead {
  readonly wanted: HostWanted;
  readonly target: Target;
  readonly route?: SshRoute;
  /** The target again, when it is reached over SSH. */
  readonly ssh?: SshTarget;
  readonly snapshot: Snapshot;
  /** Set when nothing could be read. */
  readonly unreachable?: string;
}

/** Reads the inside of one host: the login is made first, and the facts are asked for meanwhile. Whatever goes wrong stays with this host. */
export async function readHost(
  declared: HostWanted,
  route: SshRoute | undefined,
  factsOf: () => Promise<readonly Fact<unknown>[]>,
  password: Passwords,
  options: AuditOptions,
): Promise<HostRead> {
  if (route === undefined) {
    const target = localTarget(declared.id);
    const snapshot = await collect(target, await factsOf(), declared, limitsOf(options));
    return { wanted: declared, target, snapshot };
  }
  const target = options.standing?.get(declared.id) ?? sshTarget(declared.id, route);
  try {
    return await readOver(target, declared, route, factsOf, password, options);
  } catch (error) {
    // an open connection would keep this process alive for ever
    await target.close();
    throw error;
  }
}

async function readOver(
  target: SshTarget,
  declared: HostWanted,
  route: SshRoute,
  factsOf: () => Promise<readonly Fact<unknown>[]>,
  password: Passwords,
  options: AuditOptions,
): Promise<HostRead> {
  const limits = limitsOf(options);
  const connecting = target.connect(options.signal);
  const [facts, connected] = [await factsOf(), await connecting];
  const wanted = withCollector(facts, declared);
  if (!connected.connected) {
    const unattended = connected.asked && (route.mayAsk ?? false) === false;
    const other = unattended && options.auditorServes === true ? auditorHint : "";
    const because = `${connected.because}; hint: ${connected.hint}${other}`;
    return {
      wanted,
      target,
      route,
      ssh: target,
      snapshot: unreachedSnapshot(wanted.id, because),
      unreachable: because,
    };
  }
  const read = options.asAuditor
    ? await collect(target, facts, wanted, limits, "auditor")
    : await collectAsRoot(target, route, facts, wanted, password, limits);
  const snapshot = { ...read, system: withVerifiedKey(read.system, target.hostKey()) };
  const unreachable = snapshot.system.known ? undefined : snapshot.system.reason;
  return { wanted, target, route, ssh: target, snapshot, ...(unreachable === undefined ? {} : { unreachable }) };
}

const auditorHint = "; without one, log in as the auditor (docs/how-to/audit-in-ci.md)";

function limitsOf({ signal, seconds = collectLimits.seconds }: AuditOptions): ReadLimits {
  return { ...collectLimits, signal, seconds };
}

/**
 * Whether the login gets root is asked first, in a short run of its own, where somebody would have to type the password:
 * a host whose sudo wants one would be read twice otherwise. One that is at hand goes along, and is sent only if sudo
 * asks. One that was mistyped is asked for once more; then it is forgotten, because further tries lock the account.
 */
async function collectAsRoot(
  target: SshTarget,
  route: SshRoute,
  facts: readonly Fact<unknown>[],
  wanted: HostWanted,
  password: Passwords,
  limits: ReadLimits,
): Promise<Snapshot> {
  const login = password.atHand ? "ordinary" : password.mayBeAsked ? await loginOf(target, limits.signal) : "root";
  if (typeof login === "object") return unreachedSnapshot(wanted.id, login.because);
  const shared = login === "root" ? undefined : sharedBy(await sshSettings(route));
  const given = login === "root" ? undefined : await password.get(wanted.id, shared);
  // one that is root already may be so by the password that it was given before
  if (login !== "root") target.usePassword(given);
  let snapshot = await collect(target, facts, wanted, limits);
  if (snapshot.wrongPassword === true && given !== undefined) {
    const other = await password.again(wanted.id, shared);
    target.usePassword(other);
    if (other !== undefined) snapshot = await collect(target, facts, wanted, limits);
  }
  if (snapshot.refused === undefined) return snapshot;
  target.usePassword(undefined);
  return { ...(await collect(target, facts, wanted, limits)), refused: snapshot.refused };
}

/** Whether a script would run as root by itself, or why no shell answers at all. */
export async function loginOf(
  target: SshTarget,
  signal: AbortSignal | undefined,
): Promise<"root" | "ordinary" | { readonly because: string }> {
  // marked, because a login shell may print things of its own before it
  const ran = await target.run('printf "\\n%s\\n" "login-uid $(id -u)"\n', {
    as: "root",
    shell: "sh",
    ...firstRun,
    signal,
  });
  if (ran.state === "failed") return { because: `${ran.because}; hint: ${ran.hint}` };
  const uid = /^login-uid (\d+)$/m.exec(ran.stdout.toString("latin1"))?.[1];
  if (uid === undefined) return { because: ran.interrupted ?? noShell(ran) };
  return uid === "0" ? "root" : "ordinary";
}
