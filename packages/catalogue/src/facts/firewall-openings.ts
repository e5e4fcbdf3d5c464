import type { Firewall } from "./firewall-rules.ts";
import { fateOf, isDropped, portsOf } from "./firewall-walk.ts";

export interface Opening {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

/** Most ports that are walked; a ruleset that names more is cut at these. */
const mostPorts = 512;

/** A port that no narrow rule names: what happens to it happens to all the rest. */
export function unnamedPort(firewall: Firewall): number {
  const named = namedRanges(firewall).filter(({ first, last }) => last - first < 5_000);
  const start = 41_000;
  for (let port = start; port < start + 20_000; port += 1) {
    if (!named.some(({ first, last }) => first <= port && port <= last)) return port;
  }
  return start;
}

/** Ports, among those that any rule names, that a stranger's first packet may reach. */
export function openings(firewall: Firewall, family: 4 | 6): readonly Opening[] {
  const ports = [...new Set(namedRanges(firewall).flatMap(({ first, last }) => [first, last]))]
    .filter((port) => port > 0 && port < 65_536)
    .slice(0, mostPorts);
  return (["tcp", "udp"] as const).flatMap((protocol) =>
    ports
      .filter((port) => !isDropped(firewall, { hook: "input", family, protocol, port }))
      .toSorted((a, b) => a - b)
      .map((port): Opening => ({ protocol, port })),
  );
}

/** What lets a packet in to a port that no rule names; undefined when it is dropped. */
export function wayIn(
  firewall: Firewall,
  hook: "input" | "forward" | "output",
  family: 4 | 6,
): { readonly by: string; readonly certain: boolean } | undefined {
  for (const protocol of ["tcp", "udp"] as const) {
    const fate = fateOf(firewall, { hook, family, protocol, port: unnamedPort(firewall) });
    if (!fate.ends.has("accept")) continue;
    const { acceptedBy } = fate;
    if (acceptedBy === "policy" || acceptedBy === undefined)
      return { by: "what no rule names is accepted", certain: true };
    // a whole network card or a rate is no limit
    const wide = acceptedBy.when.every(
      ({ on }) => on === "in" || on === "out" || on === "limit" || on === "protocol" || on === "state",
    );
    return { by: `"${acceptedBy.text}" lets in what no rule names`, certain: fate.certain || wide };
  }
  return undefined;
}

function namedRanges(firewall: Firewall): readonly { readonly first: number; readonly last: number }[] {
  return firewall.chains.flatMap(({ rules }) =>
    rules.flatMap(({ when }) =>
      when
        .filter(({ on }) => on === "port")
        .flatMap(({ is }) => is.filter((one) => /^\d+(-\d+)?$/.test(one)).map(portsOf)),
    ),
  );
}
