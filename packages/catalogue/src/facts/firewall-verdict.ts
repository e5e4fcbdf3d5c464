import { broken, holds, type HostWanted, type Inside, undecided } from "@secondlock/model";
import { openings, unnamedPort, wayIn } from "./firewall-openings.ts";
import type { Chain, Firewall, Rule } from "./firewall-rules.ts";
import { fateOf, isDropped } from "./firewall-walk.ts";

/** Whether what no rule names is dropped on the hook, for each of the families. */
export function dropsUnnamed(
  firewall: Firewall,
  hook: "input" | "forward" | "output",
  families: readonly (4 | 6)[],
): Inside {
  for (const family of families) {
    const way = wayIn(firewall, hook, family);
    if (way === undefined) continue;
    const said = `IPv${family}: ${way.by}`;
    return way.certain ? broken(said) : undecided(`${said}, or not: it has a condition that cannot be judged`);
  }
  return holds(`${families.map((family) => `IPv${family}`).join(" and ")}: what no rule names is dropped`);
}

/** The two families ask for their address on ports of their own. */
const dhcpClients = new Set(["68/udp", "546/udp"]);

/** Ports that a stranger reaches over one family and not over the other. */
export function unequalPorts(firewall: Firewall): readonly string[] {
  const [four, six] = ([4, 6] as const).map(
    (family) =>
      new Set(
        openings(firewall, family)
          .map(({ port, protocol }) => `${port}/${protocol}`)
          .filter((port) => !dhcpClients.has(port)),
      ),
  );
  if (!four || !six) return [];
  return [
    ...[...six].filter((port) => !four.has(port)).map((port) => `${port} over IPv6 only`),
    ...[...four].filter((port) => !six.has(port)).map((port) => `${port} over IPv4 only`),
  ];
}

/** Whether a stranger's packet to a port that no rule names gets no answer at all. */
export function isSilent(firewall: Firewall, family: 4 | 6): boolean {
  const { ends } = fateOf(firewall, { hook: "input", family, protocol: "tcp", port: unnamedPort(firewall) });
  return ends.size === 1 && ends.has("drop");
}

/** What a firewall must let through, and what not, for the connections of the host itself. */
export function connectionFaults(firewall: Firewall): readonly string[] {
  return ([4, 6] as const).flatMap((family) => {
    const packet = { hook: "input", family, protocol: "tcp", port: 45_999 } as const;
    const port = openings(firewall, family).find(({ protocol }) => protocol === "tcp")?.port;
    return [
      ...(isDropped(firewall, { ...packet, from: "loopback" }) ? [`IPv${family}: the loopback is not accepted`] : []),
      ...(isDropped(firewall, { ...packet, state: "established" })
        ? [`IPv${family}: answers to the host's own connections are dropped`]
        : []),
      ...(port !== undefined && !isDropped(firewall, { ...packet, port, state: "invalid" })
        ? [`IPv${family}: packets of no connection reach port ${port}`]
        : []),
    ];
  });
}

const neighbourTypes: Readonly<Record<string, string>> = {
  "135": "neighbour solicitation",
  "136": "neighbour advertisement",
};

/** What IPv6 needs and the firewall drops (RFC 4890). */
export function missingIcmpv6(firewall: Firewall): readonly string[] {
  const packet = { hook: "input", family: 6, protocol: "icmpv6" } as const;
  const missing = Object.keys(neighbourTypes).filter((icmp) =>
    isDropped(firewall, { ...packet, icmp, from: "neighbour" }),
  );
  const tooBig =
    isDropped(firewall, { ...packet, icmp: "2" }) && isDropped(firewall, { ...packet, icmp: "2", state: "related" });
  return [...missing.map((icmp) => neighbourTypes[icmp] ?? icmp), ...(tooBig ? ["packet too big"] : [])];
}

/** Rules outside the filter that lead packets elsewhere, without those that carry a declared port to the application. */
export function foreignRules(firewall: Firewall, wanted: HostWanted): readonly string[] {
  return firewall.chains.flatMap((chain) =>
    chain.rules.filter((rule) => isForeign(rule, wanted)).map((rule) => `${chain.table} ${chain.name}: ${rule.text}`),
  );
}

function isForeign({ when, verdict }: Rule, wanted: HostWanted): boolean {
  if (verdict.do === "dnat") return !wanted.allow.includes("docker") && !wanted.allow.includes("router");
  if (verdict.do === "notrack") return true;
  if (verdict.do !== "redirect") return false;
  const ports = when.filter(({ on, not }) => on === "port" && !not).flatMap(({ is }) => is);
  return ports.length === 0 || ports.some((port) => !wanted.ports.some((one) => String(one.port) === port));
}

/** Ports of the web that are carried straight to another port. */
export function webRedirects(firewall: Firewall): readonly string[] {
  const rules = firewall.chains.flatMap((chain: Chain) =>
    chain.rules.filter(({ verdict }) => verdict.do === "redirect"),
  );
  return rules
    .filter(({ when }) =>
      when.some(({ on, is }) => on === "port" && is.some((port) => port === "80" || port === "443")),
    )
    .map(({ text }) => text);
}

/** Whether an account that is not root may reach the address where clouds hand out credentials. */
export function reachesMetadata(firewall: Firewall): boolean {
  return !isDropped(firewall, { hook: "output", family: 4, protocol: "tcp", port: 80, to: "169.254.169.254" });
}
