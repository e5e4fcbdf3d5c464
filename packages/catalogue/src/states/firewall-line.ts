import { type Action, boundedValues, type Condition, type Rule } from "../facts/firewall-rules.ts";
import { wordsFor } from "../facts/nft-ruleset.ts";

/** A part of a rule: as nft is given it, and as the fact reads what nft lists of it. */
export interface Part {
  readonly nft: string;
  readonly when: readonly Condition[];
}

/** One rule, both ways. */
export interface Line {
  readonly nft: string;
  readonly rule: Rule;
}

export function line(parts: readonly Part[], verdict: "accept" | "drop"): Line {
  return lineOf(parts, verdict, { do: verdict });
}

export function redirectLine(parts: readonly Part[], to: number): Line {
  return lineOf(parts, `redirect to :${to}`, { do: "redirect", to: String(to) });
}

/** At most this often, so that nobody fills the disk by trying. The rule decides nothing. */
export function logLine(parts: readonly Part[], prefix: string): Line {
  const rarely: Part = { nft: "limit rate 30/minute burst 60 packets", when: [{ on: "limit", is: [] }] };
  return lineOf([...parts, rarely], `log prefix "${prefix} " flags skuid`, { do: "next" });
}

function lineOf(parts: readonly Part[], ends: string, verdict: Action): Line {
  const when = parts.flatMap((part) => part.when);
  return {
    nft: [...parts.map(({ nft }) => nft), ends].join(" "),
    rule: { text: wordsFor(when, verdict), when, verdict },
  };
}

export function comesOver(name: string): Part {
  return { nft: `iifname "${name}"`, when: [{ on: "in", is: [name] }] };
}

export function leavesOver(name: string): Part {
  return { nft: `oifname "${name}"`, when: [{ on: "out", is: [name] }] };
}

export function inState(...states: readonly string[]): Part {
  return { nft: `ct state ${oneOrSet(states)}`, when: [{ on: "state", is: states }] };
}

/** Meant for this host: what passes through on its way elsewhere, such as a container's own request, is none of ours. */
export const meantForUs: Part = {
  nft: "fib daddr type local",
  when: [{ on: "destination", is: ["local"] }],
};

/** A redirect or Docker has changed where it goes. */
export const isCarried: Part = { nft: "ct status dnat", when: [{ on: "other", is: ["dnat"] }] };

/** The port that the first packet of the connection asked for, before any redirect. Stands behind a part that says which protocol. */
export function askedFor(port: number): Part {
  return { nft: `ct original proto-dst ${port}`, when: [{ on: "port", is: [String(port)] }] };
}

export function protocols(...names: readonly ("tcp" | "udp" | "icmp" | "icmpv6")[]): Part {
  const words = names.map((name) => (name === "icmpv6" ? "ipv6-icmp" : name));
  return { nft: `meta l4proto ${oneOrSet(words)}`, when: [{ on: "protocol", is: names }] };
}

export function toPorts(protocol: "tcp" | "udp", ...ports: readonly number[]): Part {
  const is = ports.map(String);
  return {
    nft: `${protocol} dport ${oneOrSet(is)}`,
    when: [
      { on: "protocol", is: [protocol] },
      { on: "port", is },
    ],
  };
}

export function fromPort(protocol: "tcp" | "udp", port: number): Part {
  return {
    nft: `${protocol} sport ${port}`,
    when: [
      { on: "protocol", is: [protocol] },
      { on: "other", is: [String(port)] },
    ],
  };
}

export function overFamily(family: 4 | 6): Part {
  return { nft: `meta nfproto ipv${family}`, when: [{ on: "family", is: [String(family)] }] };
}

/** `words` is what nft is given: a set's name, or the addresses themselves. */
export function address(
  family: 4 | 6,
  end: "source" | "destination",
  addresses: readonly string[],
  words: string = oneOrSet(addresses),
): Part {
  return {
    nft: `${family === 4 ? "ip" : "ip6"} ${end === "source" ? "saddr" : "daddr"} ${words}`,
    when: [
      { on: "family", is: [String(family)] },
      { on: end, is: boundedValues(addresses) },
    ],
  };
}

export const notByRoot: Part = { nft: "meta skuid != root", when: [{ on: "owner", is: ["root"], not: true }] };

export function sentBy(...accounts: readonly string[]): Part {
  return { nft: `meta skuid ${oneOrSet(accounts)}`, when: [{ on: "owner", is: accounts }] };
}

/** The kernel lists ICMPv6 types by number; `read` is how the fact writes those. */
export function icmpv6Types(types: readonly { readonly nft: string; readonly read: string }[]): Part {
  return {
    nft: `icmpv6 type ${oneOrSet(types.map(({ nft }) => nft))}`,
    when: [
      { on: "protocol", is: ["icmpv6"] },
      { on: "icmp", is: types.map(({ read }) => read) },
    ],
  };
}

function oneOrSet(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? "") : `{ ${words.join(", ")} }`;
}
