import type { HostWanted, ServiceWanted, SshLogin } from "@secondlock/model";
import { wrap } from "./paper.ts";
import { clean } from "./sanitise.ts";

export interface BreakGlass {
  readonly host: HostWanted;
  readonly service: ServiceWanted;
  /** Seconds to confirm. */
  readonly seconds: number;
}

/**
 * What to do on a host when all else fails: which console or other way in there is, and what to type there. It stands
 * before the first change and is kept, because nobody can ask for it later. No secret is in it. Pure.
 */
export function breakGlassText(about: BreakGlass): string {
  const { host, service, seconds } = clean(about);
  const ways = [...consoleLines(host, service), ...otherWays(host, service)];
  return [
    `If all else fails on ${host.id}`,
    "",
    "Keep this where you can read it without that host. There is no secret in it.",
    ...wrap(
      `A change that no new login confirms within ${seconds} s is taken back by the host itself, also after a restart: wait that long first.`,
      columns,
    ),
    "",
    "The ways in, if your own login fails:",
    ...ways.flatMap((text) => wrap(text, columns - 4).map((line, index) => `  ${index === 0 ? "-" : " "} ${line}`)),
    ...warning(host, service),
    "",
    ...wrap(`On a console, as root. ${rootOn(host)}`, columns),
    ...commands.flatMap(([what, lines]) => [`  ${what}:`, ...lines.map((line) => `    ${line}`)]),
    "",
  ].join("\n");
}

/** Columns of a vendor's console. */
const columns = 80;

/** What a person types. `host.pl` is on the host from the first change on. */
const commands: readonly (readonly [string, readonly string[]])[] = [
  ["take back a change that still waits", ["perl /var/lib/secondlock/host.pl rollback"]],
  ["take everything back to before the first change", ["perl /var/lib/secondlock/host.pl undo-all"]],
  ["open the firewall only, until the next restart", ["nft delete table inet secondlock"]],
];

function consoleLines(host: HostWanted, { vendors }: ServiceWanted): readonly string[] {
  const { vendor, allow } = host;
  const others = vendors
    .filter(({ name, holds }) => name !== vendor && holds.includes("hosts"))
    .map(({ name }) => name);
  if (vendor !== undefined)
    return [`the console of the vendor ${vendor}, which needs no SSH. Try now that you can log in to the vendor.`];
  if (allow.includes("console-recovery") || others.length > 0)
    return [
      `the console of the vendor${others.length === 0 ? "" : ` (${others.join(" or ")})`}, which needs no SSH. Write vendor: under the host, so that this text names it.`,
    ];
  return [];
}

/** How somebody becomes root on a console, whether one is declared or not. */
function rootOn({ allow }: HostWanted): string {
  return allow.includes("console-recovery")
    ? "Root keeps its password for it (allow: [console-recovery] in the service file)."
    : "Log in as an administrator with the password that sudo asks for, then sudo -i. Root's own password, where it has one, opens it too until a plan locks it.";
}

function otherWays(host: HostWanted, { hosts }: ServiceWanted): readonly string[] {
  const own = host.ssh;
  const via = host.ports.flatMap(({ port, from }) => (port === (own?.port ?? 22) && from !== "anywhere" ? from : []));
  const jumps = [...new Set([...(host.via === undefined ? [] : [host.via]), ...via])];
  const named = jumps.flatMap((id) => hosts.find((one) => one.id === id) ?? []);
  return [
    ...named.flatMap(({ id, ssh }) => (ssh === undefined ? [] : [`over ${id}: ${sshCommand(ssh)}, and from there on`])),
    ...host.admins
      .filter(({ account }) => account !== own?.user)
      .map(({ name, account }) => `${name}, who administers it too (account ${account}); the same sshd and firewall`),
    ...(own === undefined ? [] : [`${sshCommand(own)}: the login that this change is made over`]),
  ];
}

function sshCommand({ user, address, port }: SshLogin): string {
  return `ssh ${port === 22 ? "" : `-p ${port} `}${user === "" ? "" : `${user}@`}${address}`;
}

function warning(host: HostWanted, service: ServiceWanted): readonly string[] {
  if (consoleLines(host, service).length > 0) return [];
  return [
    "",
    ...wrap(
      "WARNING: the service file names no console for this host. If SSH fails for good, only the vendor's own console leads back, with an administrator's password. Write vendor: NAME under the host once you have logged in there.",
      columns,
    ),
  ];
}
