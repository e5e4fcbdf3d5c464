import type { Fact, HostWanted } from "@secondlock/model";
import { collect, collectLimits, type Snapshot, unreachedSnapshot } from "../collect/collect.ts";
import { localTarget } from "../targets/local.ts";
import { sshTarget, type SshTarget } from "../targets/ssh.ts";
import type { SshRoute } from "../targets/ssh-options.ts";
import type { Target } from "../targets/target.ts";
import type { AuditOptions } from "./audit-input.ts";

/** A host with what was read inside. The target is connected, unless the snapshot says why it could not be. */
export interface HostRead {
  readonly wanted: HostWanted;
  readonly target: Target;
  readonly route?: SshRoute;
  readonly snapshot: Snapshot;
  /** Set when nothing could be read. */
  readonly unreachable?: string;
}

/** Asks for sudo's password once for all hosts, and never keeps it longer than the run. */
export interface PasswordOnce {
  readonly get: (host: string) => Promise<string | undefined>;
}

export function passwordOnce(ask: AuditOptions["askPassword"]): PasswordOnce {
  let asked: Promise<string | undefined> | undefined;
  return { get: (host) => (asked ??= ask?.(host) ?? Promise.resolve(undefined)) };
}

/** Reads the inside of one host. Whatever goes wrong stays with this host. */
export async function readHost(wanted: HostWanted, route: SshRoute | undefined, facts: readonly Fact<unknown>[], password: PasswordOnce, options: AuditOptions): Promise<HostRead> {
  const limits = { ...collectLimits, signal: options.signal, ...(options.seconds === undefined ? {} : { seconds: options.seconds }) };
  if (route === undefined) {
    const target = localTarget(wanted.id);
    return { wanted, target, snapshot: await collect(target, facts, wanted, limits) };
  }
  const target = sshTarget(wanted.id, route);
  const connected = await target.connect(options.signal);
  if (!connected.connected) {
    const because = `${connected.because}; hint: ${connected.hint}`;
    return { wanted, target, route, snapshot: unreachedSnapshot(wanted.id, because), unreachable: because };
  }
  const snapshot = await collectAsRoot(target, facts, wanted, password, limits);
  const unreachable = snapshot.system.known ? undefined : snapshot.system.reason;
  return { wanted, target, route, snapshot, ...(unreachable === undefined ? {} : { unreachable }) };
}

async function collectAsRoot(target: SshTarget, facts: readonly Fact<unknown>[], wanted: HostWanted, password: PasswordOnce, limits: Parameters<typeof collect>[3]): Promise<Snapshot> {
  const first = await collect(target, facts, wanted, limits);
  if (first.asRoot || !first.system.known) return first;
  const given = await password.get(wanted.id);
  if (given === undefined) return first;
  target.usePassword(given);
  const second = await collect(target, facts, wanted, limits);
  return second.asRoot ? second : first;
}
