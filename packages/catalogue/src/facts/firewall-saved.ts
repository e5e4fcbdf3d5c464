import { defineFact, known, type RawOutputs, type Reading } from "@secondlock/model";
import { iptablesScript, nftArgv, parseFirewall } from "./firewall.ts";
import { type FirewallManager, managerReads, type Managers, parseManagers } from "./firewall-managers.ts";
import type { Firewall } from "./firewall-rules.ts";

export interface FirewallSaved extends Managers {
  /** The rules that our own unit, nftables.service and netfilter-persistent would load, from trials in empty network namespaces. */
  readonly atStart: Reading<Firewall>;
}

/** Loads the saved files where they can do nothing: in a network namespace of their own, which ends with the command. */
function trial(load: string, show: string): readonly [string, ...string[]] {
  return [
    "sh",
    "-c",
    `command -v unshare >/dev/null || exit 127; exec unshare -n sh -c "$1"`,
    "sh",
    `${load}; ${show}`,
  ];
}

function loadNft(file: string): string {
  return `if [ -s ${file} ]; then nft -f ${file} || exit 1; fi`;
}
const listNft = `exec ${nftArgv.join(" ")}`;
const loadTables = `for v in iptables:4 ip6tables:6; do f=/etc/iptables/rules.\${v#*:}; if [ -s $f ]; then \${v%:*}-restore <$f || exit 1; fi; done`;

/** Which firewall comes back after a restart, and with which rules. */
export const firewallSaved = defineFact<FirewallSaved>({
  id: "firewall-saved",
  title: "the firewall that comes back after a restart",
  reads: () => ({
    ...managerReads,
    own: { argv: trial(loadNft("/etc/secondlock/firewall.nft"), listNft), bytes: 1024 * 1024 },
    nft: { argv: trial(loadNft("/etc/nftables.conf"), listNft), bytes: 1024 * 1024 },
    tables: { argv: trial(loadTables, iptablesScript), bytes: 1024 * 1024 },
  }),
  parse(raw): Reading<FirewallSaved> {
    const managers = parseManagers(raw);
    if (!managers.known) return managers;
    return known({ ...managers.value, atStart: parseSaved(raw, managers.value.enabled) });
  },
});

/** The trials of the managers that are enabled: the files of the others are not loaded. Ours come last. */
function parseSaved(raw: RawOutputs, enabled: readonly FirewallManager[]): Reading<Firewall> {
  const nothing = { stdout: '{"nftables":[]}', stderr: "", status: 0, truncated: false };
  const none = { ...nothing, stdout: "# secondlock end\n" };
  const { own, nft, tables } = raw;
  const others = parseFirewall({
    nft: enabled.includes("nftables") && nft ? nft : nothing,
    iptables: enabled.includes("netfilter-persistent") && tables ? tables : none,
  });
  if (!others.known || !enabled.includes("secondlock")) return others;
  const ours = parseFirewall({ nft: own ?? nothing, iptables: none });
  return ours.known ? known({ chains: [...others.value.chains, ...ours.value.chains] }) : ours;
}
