import type { HostWanted, ServiceWanted, SshLogin } from "@secondlock/model";
import { loginText, type SshRoute } from "../targets/ssh-options.ts";
import { routeTo } from "../tasks/routes.ts";

/** A way over which a host may be reached while its port is closed from here. */
export interface WayOver {
  readonly title: string;
  readonly route: SshRoute;
}

/** Most ways that are tried: each that fails costs some seconds. */
const most = 6;

/**
 * The ways to try, the likeliest first: the declared login, with its jumps, and then over every host that the port on
 * demand stays open for. `over` is the only one when it is given: a host of the service file, or a login. Pure.
 */
export function waysOver(
  host: HostWanted,
  service: ServiceWanted,
  options: Pick<SshRoute, "configFile" | "mayAsk"> & { readonly over?: string | SshLogin | undefined },
): readonly WayOver[] {
  const { over, configFile, mayAsk = false } = options;
  const declared = routeTo(host, service, { sshConfig: configFile, mayAsk });
  if (declared === undefined) return [];
  const through = (via: readonly SshLogin[], by: string): WayOver => ({
    title: `${loginText(declared.login)} over ${by}`,
    route: { ...declared, via },
  });
  const throughHost = (id: string): readonly WayOver[] => {
    const jump = service.hosts.find((one) => one.id === id && id !== host.id);
    const route = jump && routeTo(jump, service, { sshConfig: configFile, mayAsk });
    return route === undefined ? [] : [through([...route.via, route.login], id)];
  };
  if (typeof over === "string") return throughHost(over);
  if (over !== undefined) return [through([over], loginText(over))];
  const open = host.ports.flatMap(({ from, onDemand }) => (onDemand && from !== "anywhere" ? from : []));
  const first = host.via === undefined ? { title: loginText(declared.login), route: declared } : undefined;
  const named = [...new Set([...(host.via === undefined ? [] : [host.via]), ...open])];
  return [...(first === undefined ? [] : [first]), ...named.flatMap(throughHost)].slice(0, most);
}
