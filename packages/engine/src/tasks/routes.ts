import type { HostWanted, ServiceWanted, SshLogin } from "@secondlock/model";
import type { SshRoute } from "../targets/ssh-options.ts";
import type { AuditOptions } from "./audit-input.ts";

/** The way of the administrator's own login to a host; undefined for this machine. */
export function routeTo(
  wanted: HostWanted,
  service: ServiceWanted,
  options: Pick<AuditOptions, "sshConfig" | "mayAsk">,
): SshRoute | undefined {
  if (wanted.ssh === undefined) return undefined;
  return { login: wanted.ssh, via: jumps(wanted, service), configFile: options.sshConfig, mayAsk: options.mayAsk };
}

function jumps(wanted: HostWanted, service: ServiceWanted, seen: readonly string[] = []): readonly SshLogin[] {
  if (wanted.via === undefined || seen.includes(wanted.id)) return [];
  const next = service.hosts.find(({ id }) => id === wanted.via);
  if (next?.ssh === undefined) return [];
  return [...jumps(next, service, [...seen, wanted.id]), next.ssh];
}
