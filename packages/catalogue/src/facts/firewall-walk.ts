import { type Chain, type Condition, type Firewall, isWide, type Rule } from "./firewall-rules.ts";

/** A packet of which only what decides is known. What is not given is as a stranger's would be. */
export interface Packet {
  readonly hook: "input" | "forward" | "output";
  readonly family: 4 | 6;
  readonly protocol: "tcp" | "udp" | "icmp" | "icmpv6";
  readonly port?: number;
  readonly state?: "new" | "established" | "related" | "invalid";
  /** Default: `stranger`, who comes in over a network card from an address that no rule names. */
  readonly from?: "stranger" | "loopback" | "neighbour";
  /** Number of the ICMP type. */
  readonly icmp?: string;
  /** Only for output, which is sent by the application's account; default: an address that no rule names. */
  readonly to?: string;
}

type End = "accept" | "drop" | "reject";

/** What may become of a packet. `by` names a rule for each end, or the policy of a chain. */
export interface Fate {
  readonly certain: boolean;
  readonly ends: ReadonlySet<End>;
  readonly acceptedBy: Rule | "policy" | undefined;
}

type Match = "yes" | "no" | "maybe";

/** A rule in any chain of the hook can end the packet; what every chain lets through is let through. */
export function fateOf(firewall: Firewall, packet: Packet): Fate {
  const hooks =
    packet.hook === "input"
      ? ["prerouting", "ingress", "input"]
      : packet.hook === "forward"
        ? ["prerouting", "ingress", "forward"]
        : ["output"];
  const bases = firewall.chains.filter(
    ({ base, families }) =>
      base && base.type !== "nat" && hooks.includes(base.hook) && families.includes(packet.family),
  );
  const notrack = firewall.chains.some(({ rules }) => rules.some(({ verdict }) => verdict.do === "notrack"));
  const ends = new Set<End>();
  let everyChainAccepts = true;
  let acceptedBy: Rule | "policy" | undefined;
  for (const chain of bases.toSorted((a, b) => (a.base?.priority ?? 0) - (b.base?.priority ?? 0))) {
    const walked = walk(firewall, chain, packet, 0, { steps: 0, notrack });
    if (walked.falls)
      walked.ends.set(chain.base?.policy ?? "accept", walked.ends.get(chain.base?.policy ?? "accept") ?? "policy");
    for (const end of walked.ends.keys()) if (end !== "accept") ends.add(end);
    const by = walked.ends.get("accept");
    if (by === undefined) return { certain: ends.size === 1, ends, acceptedBy: undefined };
    if (walked.ends.size > 1) everyChainAccepts = false;
    if (chain.base?.hook === packet.hook)
      acceptedBy = acceptedBy === undefined || acceptedBy === "policy" ? by : acceptedBy;
  }
  ends.add("accept");
  return { certain: everyChainAccepts, ends, acceptedBy: acceptedBy ?? "policy" };
}

/** Whether nothing lets it through. */
export function isDropped(firewall: Firewall, packet: Packet): boolean {
  return !fateOf(firewall, packet).ends.has("accept");
}

interface Walked {
  readonly ends: Map<End, Rule | "policy">;
  /** The end of the chain may be reached. */
  readonly falls: boolean;
}

const mostDepth = 16;
const mostSteps = 200_000;

interface Budget {
  steps: number;
  /** Whether some rule takes packets from the connection tracking. */
  readonly notrack: boolean;
}

function walk(firewall: Firewall, chain: Chain, packet: Packet, depth: number, budget: Budget): Walked {
  const ends = new Map<End, Rule | "policy">();
  let returns = false;
  for (const rule of chain.rules) {
    budget.steps += 1;
    // what cannot be walked to its end may accept
    if (budget.steps > mostSteps) return { ends: ends.set("accept", rule), falls: true };
    const match = matchOf(rule.when, packet, budget.notrack);
    if (match === "no") continue;
    const sure = match === "yes";
    const { do: action, to = "" } = rule.verdict;
    if (action === "accept" || action === "drop" || action === "reject") {
      ends.set(action, ends.get(action) ?? rule);
      if (sure) return { ends, falls: returns };
    } else if (action === "return") {
      returns = true;
      if (sure) return { ends, falls: true };
    } else if (action === "jump" || action === "goto") {
      const target = firewall.chains.find(({ table, name }) => table === chain.table && name === to);
      if (!target || depth >= mostDepth) {
        if (depth >= mostDepth) ends.set("accept", rule);
        continue;
      }
      const below = walk(firewall, target, packet, depth + 1, budget);
      for (const [end, by] of below.ends) ends.set(end, ends.get(end) ?? by);
      if (sure && (action === "goto" || !below.falls)) return { ends, falls: returns || below.falls };
    }
  }
  return { ends, falls: true };
}

function matchOf(conditions: readonly Condition[], packet: Packet, notrack: boolean): Match {
  let result: Match = "yes";
  for (const condition of conditions) {
    const match = negate(oneMatch(condition, packet, notrack), condition.not === true);
    if (match === "no") return "no";
    if (match === "maybe") result = "maybe";
  }
  return result;
}

function negate(match: Match, not: boolean): Match {
  if (!not || match === "maybe") return match;
  return match === "yes" ? "no" : "yes";
}

function oneMatch({ on, is }: Condition, packet: Packet, notrack: boolean): Match {
  switch (on) {
    case "family":
      return says(is.includes(String(packet.family)));
    case "protocol":
      return says(is.includes(packet.protocol) || is.includes("all"));
    case "port":
      return packet.port === undefined ? "no" : portMatch(is, packet.port);
    case "state":
      return stateMatch(is, packet, notrack);
    case "icmp":
      return says(packet.icmp !== undefined && (is.includes(packet.icmp) || is.includes("any")));
    case "source":
      return sourceMatch(is, packet);
    case "destination":
      return destinationMatch(is, packet);
    case "in":
      return packet.hook === "output" ? "no" : interfaceMatch(is, packet);
    case "out":
      return packet.hook === "input" ? "no" : is.every((name) => name === "lo") ? "no" : "maybe";
    case "owner":
      return is.every((user) => user === "0" || user === "root") ? "no" : "maybe";
    default:
      return "maybe";
  }
}

function says(yes: boolean): Match {
  return yes ? "yes" : "no";
}

/** A redirected packet is a new one too, and which packets are not tracked, the rules that say so decide. */
function stateMatch(is: readonly string[], { state = "new" }: Packet, notrack: boolean): Match {
  if (is.includes(state)) return "yes";
  return is.includes("dnat") || is.includes("snat") || (notrack && is.includes("untracked")) ? "maybe" : "no";
}

function portMatch(is: readonly string[], port: number): Match {
  if (is.some((one) => !/^\d+(-\d+)?$/.test(one))) return "maybe";
  return says(is.some((one) => portsOf(one).first <= port && port <= portsOf(one).last));
}

/** The ports of `80` or `8000-8010`. */
export function portsOf(range: string): { readonly first: number; readonly last: number } {
  const [first = "", last = first] = range.split("-");
  return { first: Number(first), last: Number(last) };
}

function sourceMatch(is: readonly string[], packet: Packet): Match {
  if (is.some(isWide)) return "yes";
  if (packet.from === "neighbour") return is.length === 0 ? "no" : "maybe";
  return is.some((one) => one === "?" || one.startsWith("@")) ? "maybe" : "no";
}

function destinationMatch(is: readonly string[], { hook, to, from }: Packet): Match {
  if (is.some(isWide)) return "yes";
  if (hook === "output") {
    if (to === undefined) return "no";
    return says(
      is.some(
        (one) =>
          one === to ||
          one === `${to}/32` ||
          one === `${to}/128` ||
          (one === "169.254.0.0/16" && to.startsWith("169.254.")),
      ),
    );
  }
  if (is.includes("local")) return says(hook === "input");
  if (from === "neighbour") return "maybe";
  return is.every((one) => /^(multicast|broadcast|anycast|22[4-9]\.|23\d\.|ff)/i.test(one)) ? "no" : "maybe";
}

/** Made by programs on the host: no stranger's packet comes in over them. */
const virtual = /^(lo$|docker|br-[0-9a-f]{12}$|virbr|veth|lxc|lxd|cni|podman|wg|tun|tap|tailscale|zt)/;

/** As one pattern, where packets are passed on: whoever passes on over a bridge of cards that is called so is a router. */
const dockerBridges = "br-*";

function interfaceMatch(is: readonly string[], { from, hook }: Packet): Match {
  const loopback = from === "loopback";
  if (is.includes("lo") && loopback) return "yes";
  const inner = (name: string): boolean => virtual.test(name) || (hook === "forward" && name === dockerBridges);
  return loopback || is.every(inner) ? "no" : "maybe";
}
