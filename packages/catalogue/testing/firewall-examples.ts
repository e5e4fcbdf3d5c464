import type { Reading } from "@secondlock/model";
import { parseFirewall } from "../src/facts/firewall.ts";
import { type Chain, type Condition, type Firewall, ownTable, type Rule } from "../src/facts/firewall-rules.ts";
import { declaredFirewall } from "../src/states/firewall-as-declared.ts";
import { exampleHost } from "./example-host.ts";
import { recordedNft, recordedSaves } from "./firewall-recordings.ts";

export function printed(
  stdout: string,
  status = 0,
): { stdout: string; stderr: string; status: number; truncated: boolean } {
  return { stdout, stderr: "", status, truncated: false };
}

export function save(sections: Readonly<Record<string, string>>): string {
  return `${Object.entries(sections)
    .map(([name, text]) => `# secondlock ${name}\n${text}`)
    .join("")}# secondlock end\n`;
}

function value(reading: Reading<Firewall>): Firewall {
  if (!reading.known) throw new Error(reading.reason);
  return reading.value;
}

/** No rule at all: Debian 12 and Ubuntu 24.04 as installed. */
export const noFirewall: Firewall = { chains: [] };
/** nftables.service of Debian 12, enabled and not edited. */
export const stockNftables = value(parseFirewall({ nft: printed(recordedNft.stock), iptables: printed(save({})) }));
export const iptablesForIpv4Only = value(
  parseFirewall({
    nft: printed(recordedNft.iptablesOnly),
    iptables: printed(save({ "iptables nft": recordedSaves.iptablesOnly })),
  }),
);
export const ufwAsItComes = value(
  parseFirewall({
    nft: printed("", 127),
    iptables: printed(save({ "iptables nft": recordedSaves.ufw4, "ip6tables nft": recordedSaves.ufw6 })),
  }),
);
export const asDeclared = declaredFirewall(exampleHost());

export function condition(on: Condition["on"], ...is: readonly string[]): Condition {
  return { on, is };
}

export function rule(verdict: Rule["verdict"]["do"], ...when: readonly Condition[]): Rule {
  return {
    text: [...when.map(({ on, is }) => `${on} ${is.join()}`), verdict].join(" "),
    when,
    verdict: { do: verdict },
  };
}

/** One base chain for both families. */
export function chainOf(
  hook: string,
  policy: "accept" | "drop",
  rules: readonly Rule[],
  more: Partial<Chain> = {},
): Chain {
  return {
    table: "inet test",
    name: hook,
    families: [4, 6],
    base: { hook, type: "filter", priority: 0, policy },
    rules,
    ...more,
  };
}

/** One base chain of our own table, as somebody has left it. */
export function ownChainOf(hook: string, policy: "accept" | "drop", rules: readonly Rule[]): Chain {
  return chainOf(hook, policy, rules, { table: ownTable });
}

/** The declared firewall, with other rules before its own in one chain. */
export function declaredWith(hook: string, rules: readonly Rule[]): Firewall {
  return {
    chains: asDeclared.chains.map((chain) =>
      chain.name === hook ? { ...chain, rules: [...rules, ...chain.rules] } : chain,
    ),
  };
}
