import {
  type Change,
  defineState,
  type Fix,
  type HostWanted,
  type Look,
  ownFile,
  type Settings,
  type State,
} from "@secondlock/model";
import { limitedPort } from "../facts/auditor-verdict.ts";
import { firewall } from "../facts/firewall.ts";
import { isDropped } from "../facts/firewall-walk.ts";
import { gapsText } from "../facts/firewall-gaps.ts";
import { type Firewall, ownTable } from "../facts/firewall-rules.ts";
import { isLoopback, type Listener, listeners } from "../facts/listeners.ts";
import { namesOnly } from "./firewall-address-sets.ts";
import { rulesBeside } from "./firewall-beside.ts";
import { declaredPorts } from "./firewall-input.ts";
import { firewallKept, takesOver } from "./firewall-kept.ts";
import { declaredChains, tableText } from "./firewall-table.ts";

/**
 * One nftables table of ours for IPv4 and IPv6: what is not declared is dropped. Other tables stay as they are; where ufw
 * or firewalld is in charge nothing is changed, unless the service file says that ours takes over.
 */
export function firewallAsDeclared(wanted: HostWanted): State<Firewall> {
  return defineState({
    resource: "file:/etc/secondlock/firewall.nft",
    text: textOf(wanted),
    settings: { ...settingsOf(wanted), "where there is none": "made" },
    fact: firewall,
    bring,
    settle: (value) =>
      staysOut(value, takesOver(wanted))
        ? value
        : { chains: [...value.chains.filter(({ table }) => table !== ownTable), ...declaredChains(wanted)] },
    notes: (value) => (staysOut(value, takesOver(wanted)) ? [adopted(value, wanted)] : rulesBeside(value)),
    costs: costsOf(wanted),
    costsNow: (value, look) => (staysOut(value, takesOver(wanted)) ? [] : closedPorts(value, wanted, look)),
    risk: "New rules are tried before they stay, and taken back by the host itself when nobody confirms.",
  });
}

/** The rules and what loads them: whatever control asks for the one needs the other. */
export function firewallFix(wanted: HostWanted): readonly Fix[] {
  return [firewallAsDeclared(wanted), firewallKept(wanted)];
}

/** Where our table stands already it opens SSH for the auditor. Where there is none, none is made for that. */
export function firewallForAuditor(wanted: HostWanted): readonly State<Firewall>[] {
  if (wanted.auditor === undefined || !wanted.portsDeclared || limitedPort(wanted) === undefined) return [];
  const { notes: _notes, ...whole } = firewallAsDeclared(wanted);
  return [
    { ...whole, settings: settingsOf(wanted), settle: (value) => (hasTable(value) ? whole.settle(value) : value) },
  ];
}

function settingsOf(wanted: HostWanted): Settings {
  return { ruleset: tableText(wanted), "in place of others": takesOver(wanted) };
}

function hasTable({ chains }: Firewall): boolean {
  return chains.some(({ table }) => table === ownTable);
}

/** The firewall of a host that had none, once our table is loaded. */
export function declaredFirewall(wanted: HostWanted): Firewall {
  return { chains: declaredChains(wanted) };
}

function bring(settings: Settings, value: Firewall): readonly Change[] {
  if (staysOut(value, settings["in place of others"])) return [];
  if (settings["where there is none"] !== "made" && !hasTable(value)) return [];
  return [
    { kind: "package", package: "nftables", wanted: "installed" },
    ownFile("/etc/secondlock/firewall.nft", settings["ruleset"] ?? "", { mode: 0o600, reload: "nftables" }),
  ];
}

function staysOut({ manager }: Firewall, takesPlace: string | undefined): boolean {
  return manager !== undefined && takesPlace !== "yes";
}

function adopted(value: Firewall, wanted: HostWanted): string {
  const manager = value.manager ?? "another program";
  return `${manager} stays in charge of the firewall: ${gapsText(value, wanted)}. Change its rules with ${manager} itself, or write firewall: nftables under the host, and a table of Secondlock's own takes over.`;
}

function textOf(wanted: HostWanted): string {
  const named = [
    ...wanted.ports.flatMap(({ from }) => (from === "anywhere" ? [] : from)),
    ...(wanted.outbound?.ports ?? []).flatMap(({ to }) => (to === "anywhere" ? [] : to)),
  ];
  const unknown = namesOnly(wanted, named);
  const nameless =
    unknown.length === 0
      ? ""
      : `; nothing opens for ${unknown.join(", ")}, of which no literal address is known: declare it under private: or addresses:`;
  return `one nftables table that drops what the service file does not declare, for IPv4 and IPv6${nameless}`;
}

const dhcpClients = new Set(["68/udp", "546/udp"]);

/** Ports that somebody outside reaches now, with the programs behind them, and that our table leaves out. */
function closedPorts(value: Firewall, wanted: HostWanted, look: Look): readonly string[] {
  const stays = declaredPorts(wanted);
  const closed = (look(listeners) ?? []).filter(
    (one) =>
      !isLoopback(one) &&
      !dhcpClients.has(`${one.port}/${one.protocol}`) &&
      !stays.some(({ port, to, protocol }) => protocol === one.protocol && (port === one.port || to === one.port)) &&
      ([4, 6] as const).some(
        (family) => !isDropped(value, { hook: "input", family, protocol: one.protocol, port: one.port }),
      ),
  );
  const byPort = Map.groupBy(
    closed.toSorted((one, other) => one.port - other.port),
    portText,
  );
  if (byPort.size === 0) return [];
  const texts = [...byPort].map(([port, some]) => `${port} (${behind(some)})`);
  return [`These ports answer now and will not: ${texts.join(", ")}.`];
}

/** A socket that systemd holds for a program is called by its unit. */
function behind(some: readonly Listener[]): string {
  const names = some.flatMap(({ unit, programs }) =>
    unit?.endsWith(".socket") === true ? [unit] : programs.length > 0 ? programs : [unit ?? "a program without a name"],
  );
  return [...new Set(names)].join(", ");
}

function portText({ port, protocol }: { readonly port: number; readonly protocol: string }): string {
  return protocol === "tcp" ? String(port) : `${port}/${protocol}`;
}

function costsOf(wanted: HostWanted): string {
  const { outbound } = wanted;
  const ports = declaredPorts(wanted);
  const open = ports.map((one) =>
    one.from === "anywhere" ? portText(one) : `${portText(one)} (to ${one.from.join(", ")} only)`,
  );
  return [
    open.length === 0 ? "No port answers any more." : `Of all ports only these answer: ${open.join(", ")}.`,
    "Declare a new one in the service file.",
    ...(ports.some(({ onDemand }) => onDemand)
      ? ["A port on demand is closed until `secondlock open-ssh` opens it to one address for a time."]
      : []),
    ...(ports.some(({ to }) => to !== undefined)
      ? ["On the host itself the application answers on its own port only."]
      : []),
    ...(outbound?.mode === "enforce"
      ? ["So has every port that the host connects to, but for names, time and its packages."]
      : []),
  ].join(" ");
}
