import {
  type Change,
  defineState,
  type HostWanted,
  known,
  ownFile,
  type Settings,
  type State,
} from "@secondlock/model";
import { firewallManagers, managerInCharge } from "../facts/firewall-managers.ts";
import { ownTable } from "../facts/firewall-rules.ts";
import { type FirewallSaved, firewallSaved } from "../facts/firewall-saved.ts";
import { declaredChains } from "./firewall-table.ts";

const unit = "secondlock-firewall.service";

/**
 * Loads our table before there is a network (systemd.special(7), network-pre.target), and nothing takes it away before
 * the host is off: there is no Conflicts=shutdown.target. Behind nftables.service, whose file flushes every table: when
 * that one is restarted or reloaded, so is ours.
 */
const unitText = `# Managed by Secondlock.
[Unit]
Description=Secondlock's own table of the firewall
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target
After=nftables.service
PartOf=nftables.service
ReloadPropagatedFrom=nftables.service
ConditionPathExists=/etc/secondlock/firewall.nft

[Service]
Type=oneshot
RemainAfterExit=yes
ProtectSystem=full
ProtectHome=yes
ExecStartPre=/usr/sbin/nft -c -f /etc/secondlock/firewall.nft
ExecStart=/usr/sbin/nft -f /etc/secondlock/firewall.nft
ExecReload=/usr/sbin/nft -f /etc/secondlock/firewall.nft
ExecStop=-/usr/sbin/nft delete table ${ownTable}

[Install]
WantedBy=sysinit.target
`;

/** Our table comes back after a restart, by a unit of our own. */
export function firewallKept(wanted: HostWanted): State<FirewallSaved> {
  const replaces = takesOver(wanted);
  return defineState({
    resource: `unit:${unit}`,
    text: `${unit} loads the table before there is a network${replaces === "yes" ? "; no other program loads rules from the next restart on" : ""}`,
    settings: { unit: unitText, "in place of others": replaces },
    fact: firewallSaved,
    bring,
    settle: (saved) => (staysOut(saved, replaces) ? saved : settled(saved, wanted)),
    notes: (saved) =>
      staysOut(saved, replaces)
        ? [
            `${managerInCharge(saved)} stays in charge of the firewall, and loads its rules at the start. Let no other program load rules beside it.`,
          ]
        : besideIt(saved, replaces),
    risk: "A table that does not load leaves the host without one: it is checked before it is written.",
  });
}

export function takesOver({ firewall }: HostWanted): "yes" | "no" {
  return firewall === "nftables" ? "yes" : "no";
}

function staysOut(saved: FirewallSaved, replaces: string | undefined): boolean {
  return managerInCharge(saved) !== undefined && replaces !== "yes";
}

function besideIt({ enabled }: FirewallSaved, replaces: string): readonly string[] {
  const others = enabled.filter((one) => one !== "secondlock" && one !== "ufw");
  if (others.length === 0) return [];
  const names = others.join(" and ");
  return replaces === "yes"
    ? [`${names} is switched off from the next restart on; until then the rules of both stand.`]
    : [
        `${names} goes on loading rules beside those of Secondlock. Write firewall: nftables under the host, and they stand alone after a restart.`,
      ];
}

/** What the others have loaded stays until the next restart: at no moment is the host without rules. */
function bring(settings: Settings, saved: FirewallSaved): readonly Change[] {
  const replaces = settings["in place of others"];
  if (staysOut(saved, replaces)) return [];
  const others = replaces === "yes" ? saved.enabled.filter((one) => one !== "secondlock" && one !== "ufw") : [];
  return [
    ownFile(`/etc/systemd/system/${unit}`, settings["unit"] ?? unitText, { reload: "systemd" }),
    { kind: "unit", unit, enabled: true, active: true },
    ...(replaces === "yes" && saved.ufwOn ? [ufwOff] : []),
    ...others.map((one): Change => ({ kind: "unit", unit: `${one}.service`, enabled: false, active: true })),
  ];
}

/** Its service does nothing without this switch (ufw(8)). */
const ufwOff: Change = {
  kind: "file",
  path: "/etc/ufw/ufw.conf",
  content: (before) => before?.replace(/^ENABLED=.*$/m, "ENABLED=no"),
};

function settled({ enabled, ufwOn, atStart }: FirewallSaved, wanted: HostWanted): FirewallSaved {
  const replaces = takesOver(wanted) === "yes";
  const stays = (one: (typeof enabled)[number]): boolean => enabled.includes(one) && (!replaces || one === "ufw");
  const before = replaces ? known({ chains: [] }) : atStart;
  return {
    enabled: firewallManagers.filter((one) => one === "secondlock" || stays(one)),
    ufwOn: ufwOn && !replaces,
    atStart: before.known
      ? known({
          chains: [...before.value.chains.filter(({ table }) => table !== ownTable), ...declaredChains(wanted)],
        })
      : before,
  };
}
