import type {
  DatabaseWanted,
  NeighbourWanted,
  OutboundPortWanted,
  OutboundWanted,
  PortWanted,
} from "@secondlock/model";
import { addressesOf, canonicalAddress } from "./address.ts";
import { readPort } from "./fields.ts";
import { given, oneLine } from "./given.ts";
import { isRefusal, parseLogin } from "./login.ts";
import { own } from "./loose.ts";
import { canonicalPlaces } from "./ports-wanted.ts";
import type { ServiceFile } from "./schema.ts";

type HostFile = NonNullable<ServiceFile["hosts"]>[string];
type Declared = NonNullable<HostFile["outbound"]>;

/**
 * What each host has to reach on others, by its id: their ports that name it, their databases, and sshd of those behind
 * it. A host that may send nothing else out would otherwise cut off its database, or the administrator.
 */
export function reachesOf(
  file: ServiceFile,
  ports: ReadonlyMap<string, readonly PortWanted[]>,
  databases: readonly DatabaseWanted[],
): ReadonlyMap<string, readonly OutboundPortWanted[]> {
  const reaches = new Map<string, OutboundPortWanted[]>();
  const add = (
    from: string,
    to: string,
    { port, protocol, reason }: Pick<PortWanted, "port" | "protocol" | "reason">,
  ) => {
    if (from === to) return;
    const known = reaches.get(from) ?? [];
    known.push({ port, protocol, reason, to: [to] });
    reaches.set(from, known);
  };
  for (const [id, some] of ports)
    for (const port of some) if (port.from !== "anywhere") for (const from of port.from) add(from, id, port);
  for (const { name, host, port, clients } of databases)
    for (const from of clients)
      add(from, host, { port, protocol: "tcp", reason: `database ${name} (from databases:)` });
  for (const [id, { via, ssh }] of Object.entries(file.hosts ?? {})) {
    const login = ssh === undefined ? undefined : parseLogin(ssh);
    if (via === undefined || login === undefined || isRefusal(login)) continue;
    add(via, id, { port: login.port, protocol: "tcp", reason: "administration (from via:)" });
  }
  return reaches;
}

/** Undefined where everything may go out. */
export function outboundOf(
  declared: Declared | undefined,
  reaches: readonly OutboundPortWanted[],
): OutboundWanted | undefined {
  const { mode, ports = {} } = typeof declared === "string" || declared === undefined ? { mode: declared } : declared;
  if (mode === undefined || mode === "off") return undefined;
  return { mode, ports: merged([...Object.entries(ports).flatMap(portOf), ...reaches]) };
}

function portOf([key, port]: readonly [
  string,
  NonNullable<Exclude<Declared, string>["ports"]>[string],
]): readonly OutboundPortWanted[] {
  const read = readPort(key);
  if (read === undefined) return [];
  const { reason, to = "anywhere" } = typeof port === "string" ? { reason: port } : port;
  const where = to === "anywhere" ? to : canonicalPlaces(to);
  return [{ ...read, reason: oneLine(reason), to: where }];
}

/** One entry per port: the places add up, and anywhere takes in the others. */
function merged(ports: readonly OutboundPortWanted[]): readonly OutboundPortWanted[] {
  const all = new Map<string, OutboundPortWanted>();
  for (const port of ports) {
    const key = `${port.port}/${port.protocol}`;
    const known = all.get(key) ?? port;
    const to = known.to === "anywhere" || port.to === "anywhere" ? "anywhere" : [...new Set([...known.to, ...port.to])];
    all.set(key, { ...known, to });
  }
  return [...all.values()];
}

/** The hosts that this one's ports name, in and out, with the addresses that a packet of theirs can have. */
export function neighboursOf(
  file: ServiceFile,
  id: string,
  ports: readonly PortWanted[],
  outbound: OutboundWanted | undefined,
): readonly NeighbourWanted[] {
  const named = [
    ...ports.flatMap(({ from }) => (from === "anywhere" ? [] : from)),
    ...(outbound?.ports ?? []).flatMap(({ to }) => (to === "anywhere" ? [] : to)),
  ];
  return [...new Set(named)].flatMap((name) => {
    const host = name === id ? undefined : own(file.hosts, name);
    if (host === undefined) return [];
    const login = host.ssh === undefined ? undefined : parseLogin(host.ssh);
    const known = addressesOf(
      login === undefined || isRefusal(login) ? undefined : login,
      host.addresses,
      host.private,
    );
    const literal = (some: readonly string[]): readonly string[] =>
      some.filter((address) => canonicalAddress(address) !== undefined && !address.includes("%"));
    const inside = literal(known.privateAddresses);
    return [
      {
        id: name,
        addresses: [...new Set([...literal(known.addresses), ...inside])],
        ...given({ privateAddresses: inside.length === 0 ? undefined : inside }),
      },
    ];
  });
}
