import type { HostWanted, ServiceWanted, SshLogin } from "@secondlock/model";
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
    `A change that no new login confirms within ${seconds} s is taken back by the host itself, also after a restart: wait that long first.`,
    "",
    "The ways in, if your own login fails:",
    ...ways.map((text) => `  - ${text}`),
    ...warning(host, service),
    "",
    "On a console, as root:",
    ...commands.flatMap(([what, lines]) => [`  ${what}:`, ...lines.map((line) => `    ${line}`)]),
    "",
  ].join("\n");
}

/** The request that a roll-back of everything is, as the host's own part reads it: its free text goes as hexadecimal digits. */
const undoAll = String.raw`printf 'who\t636f6e736f6c65\nseconds\t600\nplan\t756e646f\nundo\t%s\n' "$(ls journal | head -n 1)" | perl host.pl begin`;

/** What a person types. `host.pl` is on the host from the first change on. */
const commands: readonly (readonly [string, readonly string[]])[] = [
  ["take back a change that still waits", ["perl /var/lib/secondlock/host.pl rollback"]],
  [
    "take everything back to before the first change",
    [
      "cd /var/lib/secondlock && perl host.pl rollback",
      `${undoAll} &&`,
      'perl host.pl apply "$(cat armed)" && perl host.pl confirm "$(cat armed)"',
    ],
  ],
  ["open the firewall only, until the next restart", ["nft delete table inet secondlock"]],
];

function consoleLines(host: HostWanted, { vendors }: ServiceWanted): readonly string[] {
  const { vendor, allow } = host;
  const others = vendors
    .filter(({ name, holds }) => name !== vendor && holds.includes("hosts"))
    .map(({ name }) => name);
  const who = allow.includes("console-recovery")
    ? "Root keeps its password for it (console-recovery)."
    : "Root's password is locked there: log in as an administrator with the password of sudo, then sudo -i.";
  if (vendor !== undefined)
    return [
      `the console of the vendor ${vendor}, which needs no SSH. ${who} Try now that you can log in to the vendor.`,
    ];
  if (allow.includes("console-recovery") || others.length > 0)
    return [
      `the console of the vendor${others.length === 0 ? "" : ` (${others.join(" or ")})`}, which needs no SSH. ${who} Write vendor: under the host, so that this text names it.`,
    ];
  return [];
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
    "WARNING: the service file names no console for this host. If SSH fails for good, nobody gets in. Write vendor: NAME under",
    "the host once you have logged in on that vendor's console, or allow: [console-recovery] where root's password opens it.",
  ];
}
