import type { HostWanted, ServiceWanted, SshLogin } from "@secondlock/model";
import type { SshRoute } from "../targets/ssh-options.ts";
import type { AuditOptions } from "./audit-input.ts";

/** The way of the administrator's own login to a host, or of the auditor's; undefined for this machine. */
export function routeTo(
  wanted: HostWanted,
  service: ServiceWanted,
  options: Pick<AuditOptions, "sshConfig" | "mayAsk" | "asAuditor" | "identity">,
): SshRoute | undefined {
  if (wanted.ssh === undefined) return undefined;
  const common = { configFile: options.sshConfig, mayAsk: options.mayAsk, identity: options.identity };
  if (options.asAuditor === true && wanted.auditor !== undefined)
    // nothing is forwarded for it, so it comes straight from where it is declared to come from
    return { ...common, login: { ...wanted.ssh, user: wanted.auditor.account }, via: [] };
  return { ...common, login: wanted.ssh, via: jumps(wanted, service) };
}

function jumps(wanted: HostWanted, service: ServiceWanted, seen: readonly string[] = []): readonly SshLogin[] {
  if (wanted.via === undefined || seen.includes(wanted.id)) return [];
  const next = service.hosts.find(({ id }) => id === wanted.via);
  if (next?.ssh === undefined) return [];
  return [...jumps(next, service, [...seen, wanted.id]), next.ssh];
}
