import type { DatabaseWanted, PortWanted, SshLogin } from "@secondlock/model";
import { canonicalAddress } from "./address.ts";
import { readPort } from "./fields.ts";
import { given, oneLine } from "./given.ts";
import type { ServiceFile } from "./schema.ts";

/** A word among the sources of a port, and no host. */
export const onDemand = "on-demand";

/** Every port that is meant to be open: the declared ones, then those that databases and the login imply. */
export function portsOf(
  declared: NonNullable<ServiceFile["ports"]>[string] | undefined,
  databases: readonly DatabaseWanted[],
  ssh: SshLogin | undefined,
  via: string | undefined,
): readonly PortWanted[] {
  return mergePorts([
    ...Object.entries(declared ?? {}).flatMap(portOf),
    ...databases.flatMap(databasePortOf),
    ...sshPortOf(ssh, via),
  ]);
}

function portOf([key, port]: readonly [
  string,
  NonNullable<ServiceFile["ports"]>[string][string],
]): readonly PortWanted[] {
  const read = readPort(key);
  if (read === undefined) return [];
  const { reason, from = "anywhere", to } = typeof port === "string" ? { reason: port } : port;
  const named = typeof from === "string" ? [from] : from;
  const who = from === "anywhere" ? from : canonicalPlaces(named).filter((one) => one !== onDemand);
  return [
    { ...read, reason: oneLine(reason), from: who, ...given({ to, onDemand: named.includes(onDemand) || undefined }) },
  ];
}

/** Hosts, and literal addresses in the one way to write them. */
export function canonicalPlaces(named: readonly string[]): readonly string[] {
  return [...new Set(named.map((one) => canonicalAddress(one) ?? one))];
}

/** Open for the other hosts whose applications connect; an application on the same host needs no open port. */
function databasePortOf(database: DatabaseWanted): readonly PortWanted[] {
  const from = database.clients.filter((client) => client !== database.host);
  if (from.length === 0) return [];
  return [{ port: database.port, protocol: "tcp", reason: `database ${database.name} (from databases:)`, from }];
}

/** The administrator's own way in. Behind a jump host, only that host needs it. */
function sshPortOf(ssh: SshLogin | undefined, via: string | undefined): readonly PortWanted[] {
  if (ssh === undefined) return [];
  return [
    {
      port: ssh.port,
      protocol: "tcp",
      reason: "administration (from ssh:)",
      from: via === undefined ? "anywhere" : [via],
    },
  ];
}

/** The first declaration of a port wins, as those of the team come first; two databases behind one port add up. */
function mergePorts(ports: readonly PortWanted[]): readonly PortWanted[] {
  const merged = new Map<string, PortWanted>();
  for (const port of ports) {
    const key = `${port.port}/${port.protocol}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, port);
    else if (
      known.reason.endsWith("(from databases:)") &&
      port.reason.endsWith("(from databases:)") &&
      known.from !== "anywhere" &&
      port.from !== "anywhere"
    ) {
      merged.set(key, { ...known, from: [...new Set([...known.from, ...port.from])] });
    }
  }
  return [...merged.values()];
}
