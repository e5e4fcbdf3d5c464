import { isIP } from "node:net";
import type { Attempt, HostWanted, Probe, ServiceWanted, Vantage } from "@secondlock/model";

/** Most other hosts from which lateral movement is tried on one host. */
const otherHostsLimit = 3;

/** Vantages from which an attempt is made on a host. Pure. */
export function vantagesOf(attempt: Attempt, wanted: HostWanted, service: ServiceWanted): readonly Vantage[] {
  return attempt.from.flatMap((from): readonly Vantage[] => {
    if (from === "operator") return ["operator"];
    if (from === "stranger") return service.stranger === undefined ? [] : ["stranger"];
    return otherHosts(wanted, service).map((id): Vantage => `host:${id}`);
  });
}

/** Other hosts with a login, those of another role first: they have the least reason to get in. */
function otherHosts(wanted: HostWanted, service: ServiceWanted): readonly string[] {
  const start = service.hosts.findIndex(({ id }) => id === wanted.id);
  // a window of neighbours, so that a fleet of thousands costs no more per host
  const window = [...service.hosts.slice(Math.max(0, start - 8), start), ...service.hosts.slice(start + 1, start + 9)];
  return window
    .filter(({ ssh }) => ssh !== undefined)
    .toSorted((a, b) => Number(a.role === wanted.role) - Number(b.role === wanted.role))
    .slice(0, otherHostsLimit)
    .map(({ id }) => id);
}

/** Where the rightful way in starts: a port that only named hosts use, and sshd behind a jump host, from there. Pure. */
export function rightfulVantages(probe: Probe, wanted: HostWanted): readonly Vantage[] {
  // the administrator comes from the host before, and from nowhere else
  if (probe.kind === "ssh-greeting" && wanted.via !== undefined) return [`host:${wanted.via}`];
  if (probe.kind !== "tcp-ports" || probe.ports === "usual") return ["operator"];
  const { ports } = probe;
  const declared = wanted.ports
    .filter(({ port, from }) => ports.includes(port) && from !== "anywhere")
    .flatMap(({ from }) => from);
  const clients = wanted.databases.filter(({ port }) => ports.includes(port)).flatMap((database) => database.clients);
  const hosts = [...new Set([...declared, ...clients])].filter((id) => id !== wanted.id && isIP(id) === 0);
  return hosts.length === 0 ? ["operator"] : hosts.map((id): Vantage => `host:${id}`);
}
