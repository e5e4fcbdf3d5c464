import { known, type RawOutputs, type Read, type Reading } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";

/** In the order in which they are told. The unit of `secondlock` is `secondlock-firewall.service`. */
export const firewallManagers = [
  "secondlock",
  "nftables",
  "ufw",
  "netfilter-persistent",
  "firewalld",
  "shorewall",
  "ferm",
] as const;

export type FirewallManager = (typeof firewallManagers)[number];

export interface Managers {
  /** Managers that load their rules when the host starts. */
  readonly enabled: readonly FirewallManager[];
  /** Whether ufw's own switch is on; its service does nothing without it. */
  readonly ufwOn: boolean;
}

export const managerReads = {
  units: {
    argv: [
      "systemctl",
      "--root=/",
      "list-unit-files",
      "--no-legend",
      "--no-pager",
      "--plain",
      ...firewallManagers.map(unitOf),
    ],
    root: false,
  },
  ufw: { argv: ["sh", "-c", "grep -s '^ENABLED=' /etc/ufw/ufw.conf; :"] },
} as const satisfies Readonly<Record<string, Read>>;

export function parseManagers(raw: RawOutputs): Reading<Managers> {
  const units = textOf(raw, "units");
  // systemctl says with status 1, and without a word, that there is none of them
  const none = raw["units"]?.status === 1 && raw["units"].stderr.trim() === "";
  if (!units.known && !none) return units;
  const listed = units.known ? lines(units.value) : [];
  const enabled = firewallManagers.filter((one) =>
    listed.some((line) => line.startsWith(`${unitOf(one)} `) && line.split(/\s+/)[1] === "enabled"),
  );
  const ufw = textOf(raw, "ufw");
  if (!ufw.known) return ufw;
  return known({ enabled, ufwOn: /^ENABLED="?yes"?$/m.test(ufw.value) });
}

/** A manager that writes the rules of the whole host, and would not know of those of others. */
export function managerInCharge({ enabled, ufwOn }: Managers): "ufw" | "firewalld" | undefined {
  if (enabled.includes("firewalld")) return "firewalld";
  return enabled.includes("ufw") && ufwOn ? "ufw" : undefined;
}

function unitOf(manager: FirewallManager): string {
  return manager === "secondlock" ? "secondlock-firewall.service" : `${manager}.service`;
}
