import { defineState, type HostWanted, type PortWanted, type State } from "@secondlock/model";
import { firewall } from "../facts/firewall.ts";
import type { Action, Chain, Condition, Firewall, Rule } from "../facts/firewall-rules.ts";
import { wordsFor } from "../facts/nft-ruleset.ts";

const table = "inet secondlock";
/** What IPv6 cannot live without (RFC 4890), and the errors that connections need. */
const icmpv6 = [
  "destination-unreachable",
  "packet-too-big",
  "time-exceeded",
  "parameter-problem",
  "nd-router-advert",
  "nd-neighbor-solicit",
  "nd-neighbor-advert",
];

/**
 * One nftables table for IPv4 and IPv6: what is not declared is dropped. It takes the place of every other rule.
 * Ports for named hosts open to sets of addresses, which whoever applies it fills in.
 */
export function firewallAsDeclared(wanted: HostWanted): State<Firewall> {
  return defineState({
    resource: "file:/etc/nftables.conf",
    text: "one nftables table that drops what the service file does not declare, for IPv4 and IPv6",
    settings: { ruleset: nftText(wanted) },
    fact: firewall,
    settle: () => declaredFirewall(wanted),
  });
}

interface Line {
  readonly nft: string;
  readonly rule: Rule;
}

function line(nft: string, when: readonly Condition[], verdict: Action["do"]): Line {
  return { nft: `${nft} ${verdict}`, rule: { text: wordsFor(when, { do: verdict }), when, verdict: { do: verdict } } };
}

function inputLines(wanted: HostWanted): readonly Line[] {
  return [
    line('iifname "lo"', [{ on: "in", is: ["lo"] }], "accept"),
    line("ct state invalid", [{ on: "state", is: ["invalid"] }], "drop"),
    line("ct state { established, related }", [{ on: "state", is: ["established", "related"] }], "accept"),
    line(
      `icmpv6 type { ${icmpv6.join(", ")} }`,
      [
        { on: "protocol", is: ["icmpv6"] },
        { on: "icmp", is: icmpNames },
      ],
      "accept",
    ),
    ...portsOf(wanted).flatMap(portLines),
  ];
}

const icmpNames = ["destination-unreachable", "2", "time-exceeded", "parameter-problem", "134", "135", "136"];

/** The declared ports, with the one that the administrator's own login uses. */
function portsOf(wanted: HostWanted): readonly PortWanted[] {
  const { ssh } = wanted;
  const own = ssh !== undefined && !wanted.ports.some(({ port, protocol }) => port === ssh.port && protocol === "tcp");
  return [
    ...(own ? [{ port: ssh.port, protocol: "tcp", reason: "administration", from: "anywhere" } as const] : []),
    ...wanted.ports,
  ];
}

function portLines({ port, protocol, from }: PortWanted): readonly Line[] {
  const to: readonly Condition[] = [
    { on: "protocol", is: [protocol] },
    { on: "port", is: [String(port)] },
  ];
  if (from === "anywhere") return [line(`${protocol} dport ${port}`, to, "accept")];
  return from.flatMap((host) =>
    ([4, 6] as const).map((family) => {
      const source: readonly Condition[] = [
        { on: "family", is: [String(family)] },
        { on: "source", is: [] },
      ];
      return line(
        `${family === 4 ? "ip" : "ip6"} saddr @${setName(host, family)} ${protocol} dport ${port}`,
        [...source, ...to],
        "accept",
      );
    }),
  );
}

function setName(host: string, family: 4 | 6): string {
  return `from_${host.replaceAll(/[^A-Za-z0-9]/g, "_")}_v${family}`;
}

function outputLines(): readonly Line[] {
  const when: readonly Condition[] = [
    { on: "family", is: ["4"] },
    { on: "destination", is: ["169.254.169.254"] },
    { on: "protocol", is: ["tcp"] },
    { on: "port", is: ["80"] },
    { on: "owner", is: ["0"], not: true },
  ];
  return [line("ip daddr 169.254.169.254 tcp dport 80 meta skuid != 0", when, "drop")];
}

function chainOf(name: string, policy: "accept" | "drop", lines: readonly Line[]): Chain {
  const base = { hook: name, type: "filter", priority: 0, policy } as const;
  return { table, name, families: [4, 6], base, rules: lines.map(({ rule }) => rule) };
}

function chainText(name: string, policy: string, lines: readonly Line[]): readonly string[] {
  return [
    `  chain ${name} {`,
    `    type filter hook ${name} priority filter; policy ${policy};`,
    ...lines.map(({ nft }) => `    ${nft}`),
    "  }",
  ];
}

/** The firewall as it reads once {@link nftText} is loaded and no set has an address yet. */
export function declaredFirewall(wanted: HostWanted): Firewall {
  return {
    chains: [
      chainOf("input", "drop", inputLines(wanted)),
      chainOf("forward", "drop", []),
      chainOf("output", "accept", outputLines()),
    ],
  };
}

/** The whole of /etc/nftables.conf. */
function nftText(wanted: HostWanted): string {
  const hosts = [...new Set(portsOf(wanted).flatMap(({ from }) => (from === "anywhere" ? [] : from)))];
  const sets = hosts.flatMap((host) => [
    `  set ${setName(host, 4)} { type ipv4_addr; }`,
    `  set ${setName(host, 6)} { type ipv6_addr; }`,
  ]);
  return [
    "#!/usr/sbin/nft -f",
    "flush ruleset",
    `table ${table} {`,
    ...sets,
    ...chainText("input", "drop", inputLines(wanted)),
    ...chainText("forward", "drop", []),
    ...chainText("output", "accept", outputLines()),
    "}",
    "",
  ].join("\n");
}
