/** One packet filter for all of its dialects (nftables, iptables, iptables-legacy), reduced to what decides about a packet. */
export interface Firewall {
  /** Those of our own table stand last, whenever it was loaded. */
  readonly chains: readonly Chain[];
  /** Another program that is in charge of the rules of this host, and loads them at its start. */
  readonly manager?: "ufw" | "firewalld";
}

/** The one table that hardening writes; all others belong to somebody else. */
export const ownTable = "inet secondlock";

export interface Chain {
  /** Family and name, e.g. `inet filter`; what iptables-legacy holds starts with `legacy`. */
  readonly table: string;
  readonly name: string;
  readonly families: readonly (4 | 6)[];
  /** Present for a base chain, the only ones that the kernel calls by itself. */
  readonly base?: {
    readonly hook: string;
    readonly type: string;
    readonly priority: number;
    readonly policy: "accept" | "drop";
  };
  readonly rules: readonly Rule[];
}

export interface Rule {
  /** The rule in short, for people. */
  readonly text: string;
  /** All must hold. */
  readonly when: readonly Condition[];
  readonly verdict: Action;
}

export interface Condition {
  readonly on: ConditionOn;
  /** Any of these: names, addresses, ports as `80` or `8000-8010`. */
  readonly is: readonly string[];
  readonly not?: true;
}

export type ConditionOn =
  | "family"
  | "protocol"
  | "port"
  | "state"
  | "source"
  | "destination"
  | "in"
  | "out"
  | "icmp"
  | "owner"
  | "limit"
  /** Something that is not understood: it may hold or not. */
  | "other";

export interface Action {
  readonly do:
    | "accept"
    | "drop"
    | "reject"
    | "jump"
    | "goto"
    | "return"
    | "next"
    | "redirect"
    | "dnat"
    | "masquerade"
    | "notrack";
  /** The chain of a jump, the port of a redirect. */
  readonly to?: string;
}

/** Most rules that are looked at; a longer ruleset cannot be judged. */
export const mostRules = 20_000;

/** Most values kept of one set: those that admit nearly everybody are kept first. */
const mostValues = 64;

export function boundedValues(values: readonly string[]): readonly string[] {
  return values.length <= mostValues
    ? values
    : values.toSorted((a, b) => Number(isWide(b)) - Number(isWide(a))).slice(0, mostValues);
}

/** A prefix or a range that covers much of the internet. */
export function isWide(address: string): boolean {
  const [, first, last] = /^([0-9a-fA-F.:]+)-([0-9a-fA-F.:]+)$/.exec(address) ?? [];
  if (first !== undefined && last !== undefined) return headOf(last) - headOf(first) > 1;
  const [, length = ""] = /^[0-9a-fA-F.:]+\/(\d{1,3})$/.exec(address) ?? [];
  return length !== "" && Number(length) < (address.includes(":") ? 16 : 8);
}

/** The first number of an address: 8 bits of IPv4, 16 bits of IPv6. */
function headOf(address: string): number {
  return address.includes(":") ? Number.parseInt(`0${address.split(":")[0]}`, 16) : Number(address.split(".")[0]);
}

const icmpNumbers: Readonly<Record<string, string>> = {
  "packet-too-big": "2",
  "nd-router-solicit": "133",
  "router-solicitation": "133",
  "nd-router-advert": "134",
  "router-advertisement": "134",
  "nd-neighbor-solicit": "135",
  "neighbour-solicitation": "135",
  "neighbor-solicitation": "135",
  "nd-neighbor-advert": "136",
  "neighbour-advertisement": "136",
  "neighbor-advertisement": "136",
};

const protocolNames: Readonly<Record<string, string>> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
  "ipv6-icmp": "icmpv6",
  icmp6: "icmpv6",
};

/** Names of ICMP types and protocols as the different programs print them, as one. */
export function oneName(on: ConditionOn, word: string): string {
  const plain = word.toLowerCase();
  if (on === "icmp") return icmpNumbers[plain] ?? plain.split("/")[0] ?? plain;
  if (on === "protocol") return protocolNames[plain] ?? plain;
  if (on === "family") return plain === "ipv4" ? "4" : plain === "ipv6" ? "6" : plain;
  return on === "state" ? plain : word;
}
