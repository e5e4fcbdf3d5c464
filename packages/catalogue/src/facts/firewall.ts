import { defineFact, known, type RawOutputs, type Read, type Reading, unreadable } from "@secondlock/model";
import { managerInCharge, managerReads, parseManagers } from "./firewall-managers.ts";
import { type Chain, type Firewall, ownTable } from "./firewall-rules.ts";
import { parseIptablesSave } from "./iptables-rules.ts";
import { parseNftRuleset } from "./nft-ruleset.ts";
import { textOf } from "./raw-text.ts";

const ruleBytes = 1024 * 1024;

/** nft cannot spell out what iptables put into its tables, and never shows the older kernel's tables. */
export const iptablesScript = `for v in iptables ip6tables; do
  if command -v $v-nft-save >/dev/null; then echo "# secondlock $v nft"; $v-nft-save 2>/dev/null; fi
  if grep -q . /proc/net/\${v%tables}_tables_names 2>/dev/null; then
    echo "# secondlock $v legacy"; $v-legacy-save 2>/dev/null || echo "# secondlock unreadable"; fi
done; echo "# secondlock end"`;

/** With `-u` accounts are named: the number of one differs from host to host. */
export const nftArgv = ["nft", "-j", "-u", "list", "ruleset"] as const;

const reads = {
  ...managerReads,
  nft: { argv: nftArgv, bytes: ruleBytes },
  iptables: { argv: ["sh", "-c", iptablesScript], bytes: ruleBytes },
} as const satisfies Readonly<Record<string, Read>>;

/** The rules that the kernel holds now, for IPv4 and IPv6, whichever program put them there. */
export const firewall = defineFact<Firewall>({
  id: "firewall",
  title: "the firewall's rules",
  reads: () => reads,
  parse(raw): Reading<Firewall> {
    const rules = parseFirewall(raw);
    const managers = parseManagers(raw);
    const manager = managers.known ? managerInCharge(managers.value) : undefined;
    return rules.known && manager !== undefined ? known({ ...rules.value, manager }) : rules;
  },
});

export function parseFirewall(raw: RawOutputs): Reading<Firewall> {
  const save = textOf(raw, "iptables");
  if (!save.known) return save;
  const sections = iptablesSections(save.value);
  if (sections === undefined) return unreadable("the rules of iptables cannot be read");
  // without nft there are no tables of its own making, only those that iptables shows
  const native = raw["nft"]?.status === 127 ? { chains: [], opaque: new Set<string>() } : nativeRules(raw);
  if (typeof native === "string") return unreadable(native);
  const fromIptables = sections.filter(({ kind }) => kind === "nft").flatMap(({ chains }) => chains);
  const spelled = new Set(fromIptables.map(({ table }) => table));
  const replaced = (table: string): boolean =>
    spelled.has(table) && (native.opaque.has(table) || raw["nft"]?.status === 127);
  const own = native.chains.filter(({ table }) => table === ownTable);
  return known({
    chains: [
      ...native.chains.filter(({ table }) => table !== ownTable && !replaced(table)),
      ...fromIptables.filter(({ table }) => replaced(table)),
      ...sections.filter(({ kind }) => kind === "legacy").flatMap(({ chains }) => chains),
      ...own,
    ],
  });
}

function nativeRules(
  raw: RawOutputs,
): { readonly chains: readonly Chain[]; readonly opaque: ReadonlySet<string> } | string {
  const text = textOf(raw, "nft");
  if (!text.known) return text.reason;
  return parseNftRuleset(text.value) ?? "nft printed something that is not a ruleset";
}

interface Section {
  readonly kind: "nft" | "legacy";
  readonly chains: readonly Chain[];
}

function iptablesSections(text: string): readonly Section[] | undefined {
  const parts = text.split(/^# secondlock /m).slice(1);
  if (parts.at(-1)?.trim() !== "end") return undefined;
  const sections: Section[] = [];
  for (const part of parts.slice(0, -1)) {
    const [, program, kind] = /^(iptables|ip6tables) (nft|legacy)\n/.exec(part) ?? [];
    const chains =
      kind === undefined
        ? undefined
        : parseIptablesSave(part, program === "iptables" ? 4 : 6, kind === "nft" ? "nft" : "legacy");
    if (!chains) return undefined;
    sections.push({ kind: kind === "nft" ? "nft" : "legacy", chains });
  }
  return sections;
}
