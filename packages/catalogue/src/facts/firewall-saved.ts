import { defineFact, known, type RawOutputs, type Reading } from "@secondlock/model";
import { iptablesScript, parseFirewall } from "./firewall.ts";
import type { Firewall } from "./firewall-rules.ts";
import { lines, textOf } from "./raw-text.ts";

type FirewallManager = "nftables" | "ufw" | "netfilter-persistent" | "firewalld" | "shorewall" | "ferm";

export interface FirewallSaved {
  /** Managers that load their rules when the host starts. */
  readonly enabled: readonly FirewallManager[];
  /** Whether ufw's own switch is on; its service does nothing without it. */
  readonly ufwOn: boolean;
  /** The rules that nftables.service or netfilter-persistent would load, from a trial in an empty network namespace. */
  readonly atStart: Reading<Firewall>;
}

const managers: readonly FirewallManager[] = [
  "nftables",
  "ufw",
  "netfilter-persistent",
  "firewalld",
  "shorewall",
  "ferm",
];

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

const loadNft = "if [ -s /etc/nftables.conf ]; then nft -f /etc/nftables.conf || exit 1; fi";
const loadTables = `for v in iptables:4 ip6tables:6; do f=/etc/iptables/rules.\${v#*:}; if [ -s $f ]; then \${v%:*}-restore <$f || exit 1; fi; done`;

/** Which firewall comes back after a restart, and with which rules. */
export const firewallSaved = defineFact<FirewallSaved>({
  id: "firewall-saved",
  title: "the firewall that comes back after a restart",
  reads: () => ({
    units: {
      argv: [
        "systemctl",
        "--root=/",
        "list-unit-files",
        "--no-legend",
        "--no-pager",
        "--plain",
        ...managers.map((one) => `${one}.service`),
      ],
      root: false,
    },
    ufw: { argv: ["sh", "-c", "grep -s '^ENABLED=' /etc/ufw/ufw.conf; :"] },
    nft: { argv: trial(loadNft, "exec nft -j list ruleset"), bytes: 1024 * 1024 },
    tables: { argv: trial(loadTables, iptablesScript), bytes: 1024 * 1024 },
  }),
  parse(raw): Reading<FirewallSaved> {
    const units = textOf(raw, "units");
    // systemctl says with status 1, and without a word, that there is none of them
    const none = raw["units"]?.status === 1 && raw["units"].stderr.trim() === "";
    if (!units.known && !none) return units;
    const listed = units.known ? lines(units.value) : [];
    const enabled = managers.filter((one) =>
      listed.some((line) => line.startsWith(`${one}.service `) && line.split(/\s+/)[1] === "enabled"),
    );
    const ufw = textOf(raw, "ufw");
    if (!ufw.known) return ufw;
    return known({ enabled, ufwOn: /^ENABLED="?yes"?$/m.test(ufw.value), atStart: parseSaved(raw, enabled) });
  },
});

/** The trial of the manager that is enabled: the files of the others are not loaded. */
function parseSaved(raw: RawOutputs, enabled: readonly FirewallManager[]): Reading<Firewall> {
  const nothing = { stdout: '{"nftables":[]}', stderr: "", status: 0, truncated: false };
  const none = { ...nothing, stdout: "# secondlock end\n" };
  const { nft, tables } = raw;
  return parseFirewall({
    nft: enabled.includes("nftables") && nft ? nft : nothing,
    iptables: enabled.includes("netfilter-persistent") && tables ? tables : none,
  });
}
