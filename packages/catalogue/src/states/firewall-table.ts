import type { HostWanted } from "@secondlock/model";
import type { Chain } from "../facts/firewall-rules.ts";
import { ownTable } from "../facts/firewall-rules.ts";
import { hostSets, onDemandSets, placeOf, setText } from "./firewall-address-sets.ts";
import { declaredPorts, forwardLines, inputLines, redirectLines } from "./firewall-input.ts";
import type { Line } from "./firewall-line.ts";
import { outputLines, outputPolicy } from "./firewall-output.ts";

interface OwnChain {
  readonly name: "prerouting" | "input" | "forward" | "output";
  readonly type: "filter" | "nat";
  /** For nft, and as it lists it. */
  readonly priority: { readonly nft: string; readonly read: number };
  readonly policy: "accept" | "drop";
  readonly lines: readonly Line[];
}

/**
 * Before those of ufw, Docker and fail2ban, which stand at 0 and -1: what ours drops is dropped without an answer,
 * whatever theirs would say. What ours accepts goes on to theirs: with several base chains on a hook a drop is final and
 * an accept is not (nft(8), VERDICT STATEMENTS).
 */
const early = { nft: "filter - 10", read: -10 };

function chainsOf(wanted: HostWanted): readonly OwnChain[] {
  const sets = setsOf(wanted);
  const redirects = redirectLines(wanted);
  const filter = { type: "filter", priority: early } as const;
  const nat = { name: "prerouting", type: "nat", priority: { nft: "dstnat", read: -100 }, policy: "accept" } as const;
  return [
    ...(redirects.length === 0 ? [] : [{ ...nat, lines: redirects }]),
    { ...filter, name: "input", policy: "drop", lines: inputLines(wanted, sets) },
    {
      ...filter,
      name: "forward",
      policy: wanted.allow.includes("router") ? "accept" : "drop",
      lines: forwardLines(wanted, sets),
    },
    { ...filter, name: "output", policy: outputPolicy(wanted), lines: outputLines(wanted) },
  ];
}

function setsOf(wanted: HostWanted): ReturnType<typeof hostSets> {
  return hostSets(
    declaredPorts(wanted).flatMap((port) =>
      port.from === "anywhere" ? [] : port.from.map((host) => placeOf(wanted, port, host)),
    ),
  );
}

/** The chains of our table, as they read once {@link tableText} is loaded. */
export function declaredChains(wanted: HostWanted): readonly Chain[] {
  return chainsOf(wanted).map(({ name, type, priority, policy, lines }) => ({
    table: ownTable,
    name,
    families: [4, 6],
    base: { hook: name, type, priority: priority.read, policy },
    rules: lines.map(({ rule }) => rule),
  }));
}

/**
 * What nft is given. The three statements are one transaction: our table is made if there is none, taken away and made
 * anew, with no moment in between, and no other table is touched.
 */
export function tableText(wanted: HostWanted): string {
  const onDemand = wanted.ports.some((port) => port.onDemand) ? onDemandSets : [];
  return [
    "# Managed by Secondlock, made of the service file. No other table is touched.",
    `table ${ownTable}`,
    `delete table ${ownTable}`,
    `table ${ownTable} {`,
    ...[...setsOf(wanted).values()].flat().map(setText),
    ...onDemand.map(setText),
    ...chainsOf(wanted).flatMap(chainText),
    "}",
    "",
  ].join("\n");
}

function chainText({ name, type, priority, policy, lines }: OwnChain): readonly string[] {
  return [
    `  chain ${name} {`,
    `    type ${type} hook ${name} priority ${priority.nft}; policy ${policy};`,
    ...lines.map(({ nft }) => `    ${nft}`),
    "  }",
  ];
}
