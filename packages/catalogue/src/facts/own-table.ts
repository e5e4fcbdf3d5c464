import type { HostWanted } from "@secondlock/model";
import { type Chain, type Firewall, ownTable, type Rule } from "./firewall-rules.ts";

/**
 * Whether our own table is the declared one: `same`, `absent`, or the first difference in words. An address that a port on
 * demand is open to just now is no difference.
 */
export function differsFrom(firewall: Firewall, declared: Firewall, wanted: HostWanted): string {
  const own = firewall.chains.filter(({ table }) => table === ownTable);
  if (own.length === 0) return "absent";
  const onDemand = new Set(wanted.ports.filter((port) => port.onDemand).map(({ port }) => String(port)));
  for (const { name, base, rules } of declared.chains) {
    const there = own.find((chain) => chain.name === name);
    if (there === undefined) return `there is no chain ${name}`;
    if (there.base?.policy !== base?.policy)
      return `what no rule of ${name} names is not ${base?.policy === "drop" ? "dropped" : "accepted"}`;
    const missing = firstMissing(rules, there.rules, onDemand);
    if (missing !== undefined) return `${name} lacks "${missing.text}"`;
    const added = firstMissing(there.rules, rules, onDemand);
    if (added !== undefined) return `${name} has "${added.text}"`;
    if (textOf(there, onDemand) !== textOf({ name, rules }, onDemand))
      return `the rules of ${name} stand in another order`;
  }
  const foreign = own.find(({ name }) => !declared.chains.some((chain) => chain.name === name));
  return foreign === undefined ? "same" : `there is a chain ${foreign.name}`;
}

function firstMissing(some: readonly Rule[], others: readonly Rule[], onDemand: ReadonlySet<string>): Rule | undefined {
  const there = new Set(others.map((rule) => plain(rule, onDemand)));
  return some.find((rule) => !there.has(plain(rule, onDemand)));
}

function textOf({ rules }: Pick<Chain, "name" | "rules">, onDemand: ReadonlySet<string>): string {
  return rules.map((rule) => plain(rule, onDemand)).join("\n");
}

function plain({ when, verdict }: Rule, onDemand: ReadonlySet<string>): string {
  const isOnDemand = when.some(({ on, is }) => on === "port" && is.some((port) => onDemand.has(port)));
  return JSON.stringify([
    when.map(({ on, is, not }) => [on, isOnDemand && on === "source" ? [] : is, not === true]),
    verdict,
  ]);
}
