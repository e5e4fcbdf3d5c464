import type { HostWanted, PortWanted } from "@secondlock/model";
import { type AddressSet, onDemandSets, placeOf, sourceIn } from "./firewall-address-sets.ts";
import {
  address,
  askedFor,
  comesOver,
  fromPort,
  icmpv6Types,
  inState,
  isCarried,
  type Line,
  line,
  meantForUs,
  overFamily,
  type Part,
  protocols,
  redirectLine,
  toPorts,
} from "./firewall-line.ts";

type HostSets = ReadonlyMap<string, readonly AddressSet[]>;

/**
 * What IPv6 cannot live without, and the errors that connections need (RFC 4890 4.4.1). Errors of ICMP for IPv4 come in
 * as related to a connection.
 */
const essential = [
  { nft: "destination-unreachable", read: "destination-unreachable" },
  { nft: "packet-too-big", read: "2" },
  { nft: "time-exceeded", read: "time-exceeded" },
  { nft: "parameter-problem", read: "parameter-problem" },
  { nft: "nd-router-advert", read: "134" },
  { nft: "nd-neighbor-solicit", read: "135" },
  { nft: "nd-neighbor-advert", read: "136" },
];
/** Switches that listen in stop delivering neighbour discovery to a host that does not answer this (RFC 4541). */
const multicastQuery = [{ nft: "mld-listener-query", read: "mld-listener-query" }];

/** The declared ports, with the one that the administrator's own login uses. */
export function declaredPorts({ ssh, ports }: HostWanted): readonly PortWanted[] {
  const own = ssh !== undefined && !ports.some(({ port, protocol }) => port === ssh.port && protocol === "tcp");
  return [
    ...(own ? [{ port: ssh.port, protocol: "tcp", reason: "administration", from: "anywhere" } as const] : []),
    ...ports,
  ];
}

export function inputLines(wanted: HostWanted, sets: HostSets): readonly Line[] {
  return [
    line([comesOver("lo")], "accept"),
    // Docker lets these in from outside (route_localnet); a sender that is no other than ourselves is a lie
    line([address(4, "source", ["127.0.0.0/8"])], "drop"),
    line([address(6, "source", ["::1"])], "drop"),
    line([inState("invalid")], "drop"),
    line([inState("established", "related")], "accept"),
    line([icmpv6Types(essential)], "accept"),
    line([address(6, "source", ["fe80::/10"]), icmpv6Types(multicastQuery)], "accept"),
    // a client asks all servers at once, so that the answer belongs to no connection (RFC 2131 4.4.5, RFC 8415 7.2)
    line([overFamily(4), fromPort("udp", 67), toPorts("udp", 68)], "accept"),
    line([address(6, "source", ["fe80::/10"]), fromPort("udp", 547), toPorts("udp", 546)], "accept"),
    ...declaredPorts(wanted).flatMap((port) => opened(wanted, port, reached(port), sets)),
  ];
}

/**
 * A redirected packet comes in for the application's port, and only counts when it asked for the declared one: who
 * connects to the application's port directly is dropped.
 */
function reached({ port, protocol, to }: PortWanted): readonly Part[] {
  return to === undefined ? [toPorts(protocol, port)] : [toPorts(protocol, to), isCarried, askedFor(port)];
}

/** Every source has a line of its own for each family; a family without an address has an empty set. */
function opened(wanted: HostWanted, port: PortWanted, what: readonly Part[], sets: HostSets): readonly Line[] {
  const { from, onDemand } = port;
  if (from === "anywhere") return [line(what, "accept")];
  const named = from.flatMap((host) => sets.get(placeOf(wanted, port, host).id) ?? []);
  const some = [...named, ...(onDemand ? onDemandSets : [])];
  return some.map((set) => line([sourceIn(set), ...what], "accept"));
}

/** Before the input sees them; IPv4 and IPv6 alike (kernel 5.2 and later). */
export function redirectLines(wanted: HostWanted): readonly Line[] {
  return wanted.ports.flatMap(({ port, protocol, to }) =>
    to === undefined ? [] : [redirectLine([meantForUs, toPorts(protocol, port)], to)],
  );
}

/**
 * What passes through. A router passes on everything. Docker's own rules decide among containers; in ours, what comes
 * from a container may pass, and what was carried to one only when it asked for a declared port: a port that is
 * published by accident stays closed.
 */
export function forwardLines(wanted: HostWanted, sets: HostSets): readonly Line[] {
  if (wanted.allow.includes("router")) return [line([inState("invalid")], "drop")];
  if (!wanted.allow.includes("docker")) return [];
  return [
    line([inState("invalid")], "drop"),
    line([inState("established", "related")], "accept"),
    line([comesOver("docker0")], "accept"),
    line([comesOver("br-*")], "accept"),
    ...declaredPorts(wanted).flatMap((port) =>
      opened(wanted, port, [isCarried, protocols(port.protocol), askedFor(port.port)], sets),
    ),
  ];
}
