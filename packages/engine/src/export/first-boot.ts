import type { AccountChange, Reload } from "@secondlock/model";
import { quote, quoteAll } from "../collect/quote.ts";
import { reloadCommands } from "../host/reload-commands.ts";
import { type Desired, groupsOf, octal } from "./desired.ts";

/** Where the parts of a first boot lie. */
export const firstBoot = {
  script: "/var/lib/secondlock/first-boot",
  passed: "/var/lib/secondlock/first-boot-passed",
  failed: "/var/lib/secondlock/first-boot-failed",
  table: "/etc/secondlock/firewall.nft",
  declared: "/etc/secondlock/firewall.declared",
  password: "/usr/local/sbin/secondlock-first-password",
} as const;

/** What cloud-init runs before sshd listens, at every boot until the checks have passed. */
export function closeScript(closed: string): string {
  return [
    `[ ! -e ${firstBoot.passed} ] || exit 0`,
    "nft -f - <<'END' && exit 0",
    closed.trimEnd(),
    "END",
    "echo 'secondlock: no firewall could be loaded yet: sshd stays off until one is' >&2",
    "systemctl mask --runtime --now ssh.service ssh.socket",
  ].join("\n");
}

/**
 * What follows packages, people and files, in order; at its end the checks. Only when everything holds the declared ports
 * open: whatever fails leaves the host closed, and says so in a file and in cloud-init's own output.
 */
export function firstBootScript(desired: Desired): string {
  return [...prologue, ...changeLines(desired), ...checkLines(desired), ...openingLines, ""].join("\n");
}

const prologue = [
  "#!/bin/sh",
  "# Managed by Secondlock: brings about at the first boot what cloud-init has no words for, checks it, and opens the host.",
  "export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C",
  "umask 077",
  `[ ! -e ${firstBoot.passed} ] || exit 0`,
  "mkdir -p /var/lib/secondlock && chmod 0700 /var/lib/secondlock",
  `: > ${firstBoot.failed}`,
  `failed() { echo "secondlock: $1" >&2; echo "$1" >> ${firstBoot.failed}; }`,
  'must() { "$@" || failed "this failed: $*"; }',
  'modes() { [ ! -e "$4" ] || [ -L "$4" ] || { must chown -- "$2:$3" "$4"; must chmod -- "$1" "$4"; }; }',
  'unit() { systemctl cat "$3" >/dev/null 2>&1 || return 0; must systemctl "$1" "$3"; must systemctl "$2" "$3"; }',
  'told() { systemctl cat "$2" >/dev/null 2>&1 || return 0; must systemctl "$1" "$2"; }',
  // one whose conditions keep it from running here is as it should be, e.g. the clock's in a container
  'runs() { systemctl is-active -q "$1" || [ "$(systemctl show -P ConditionResult "$1")" = no ] || failed "$1 does not run"; }',
];

function changeLines({ wanted, remove, accounts, gone, modes, units, reloads }: Desired): readonly string[] {
  return [
    // a vendor's key for root comes with the machine, and nobody declared it
    ...(wanted.peopleDeclared ? ["rm -f /root/.ssh/authorized_keys"] : []),
    ...remove.map((name) => `must ${quoteAll(["apt-get", "-y", "-q", "remove", "--", name])}`),
    ...accounts.flatMap(accountLines),
    ...gone.map((path) => `must ${quoteAll(["rm", "-f", "--", path])}`),
    ...modes.map(({ mode, owner, group, path }) => quoteAll(["modes", octal(mode), owner, group, path])),
    // cloud-init's own logs are there before anything of ours is, and everybody could read them
    ...["cloud-init.log", "cloud-init-output.log"].map((log) => `modes 0640 root adm /var/log/${log}`),
    "must systemctl daemon-reload",
    "systemctl unmask --runtime ssh.service ssh.socket",
    ...units.map(({ unit, enabled, active }) =>
      quoteAll(["unit", enabled ? "enable" : "disable", active ? "start" : "stop", unit]),
    ),
    ...reloads.flatMap(reloadLines),
  ];
}

/** The firewall and sshd wait for the checks. */
function reloadLines(what: Reload): readonly string[] {
  if (what === "nftables" || what === "ssh" || what === "systemd") return [];
  const { how, unit, after } = reloadCommands[what];
  return [quoteAll(["told", how, unit]), ...(after === undefined ? [] : [quoteAll(after)])];
}

function checkLines(desired: Desired): readonly string[] {
  const { units, files } = desired;
  const people = peopleOf(desired).map(({ account }) => account);
  return [
    "# the checks; sshd wants its folder, which its unit makes",
    "mkdir -p -m 0755 /run/sshd",
    "must sshd -t",
    "must visudo -cq",
    `must nft -c -f ${firstBoot.declared}`,
    ...units.filter(({ active }) => active).map(({ unit }) => quoteAll(["runs", unit])),
    ...people.map((name) => `${quoteAll(["id", "--", name])} >/dev/null || failed ${quote(`${name} has no account`)}`),
    ...files
      .filter(({ path }) => path !== firstBoot.table)
      .map(({ path }) => `[ -f ${quote(path)} ] || failed ${quote(`${path} is not there`)}`),
    `if [ -s ${firstBoot.failed} ]; then`,
    `  echo "secondlock: this host stays closed: ${firstBoot.failed} says why. Put it right and run ${firstBoot.script}." >&2`,
    "  exit 1",
    "fi",
  ];
}

const openingLines = [
  "must systemctl start ssh.service",
  "must systemctl reload ssh.service",
  `mv ${firstBoot.declared} ${firstBoot.table}`,
  "must systemctl reload secondlock-firewall.service",
  `[ ! -s ${firstBoot.failed} ] || exit 1`,
  `rm -f ${firstBoot.failed}`,
  `touch ${firstBoot.passed}`,
  "echo 'secondlock: every check passed: the declared ports are open' >&2",
];

/** Administrators that this host gets; cloud-init makes them, with their keys. */
export function peopleOf({ accounts }: Pick<Desired, "accounts">): readonly AccountChange[] {
  return accounts.filter(({ wanted }) => wanted.make === "person");
}

function accountLines(change: AccountChange): readonly string[] {
  const { account, wanted } = change;
  const { into, outOf, made } = groupsOf(change);
  const groups = made.map(
    (group) =>
      `${quoteAll(["getent", "group", group])} >/dev/null || must ${quoteAll(["groupadd", "--system", group])}`,
  );
  if (wanted.make === "person") return groups;
  const service = [
    "useradd",
    "--system",
    "--no-create-home",
    "--home-dir",
    "/nonexistent",
    "--shell",
    "/usr/sbin/nologin",
    account,
  ];
  const settings = [
    ...into.map((group) => ["gpasswd", "--add", account, group]),
    ...(wanted.shell === undefined ? [] : [["usermod", "--shell", wanted.shell, account]]),
    ...(wanted.password === undefined ? [] : [["usermod", "--lock", account]]),
    ...(wanted.expired === undefined ? [] : [["usermod", "--expiredate", "1", account]]),
  ];
  return [
    ...groups,
    ...(wanted.make === "service"
      ? [`${quoteAll(["id", "--", account])} >/dev/null 2>&1 || must ${quoteAll(service)}`]
      : []),
    ...settings.map((argv) => `must ${quoteAll(argv)}`),
    // who is not in it, is not taken out
    ...outOf.map((group) => `${quoteAll(["gpasswd", "--delete", account, group])} >/dev/null 2>&1`),
  ];
}

/**
 * No password stands in user data, and sudo wants one: whoever has the declared key sets the first one, once, and the
 * rule goes with it. Each rule is a file of its own.
 */
export function firstPasswordRule(account: string): string {
  return [
    "# Managed by Secondlock: sets the first password; goes by itself once that is done.",
    `${account} ALL=(root) NOPASSWD: ${firstBoot.password} ""`,
    "",
  ].join("\n");
}

export const firstPasswordScript = [
  "#!/bin/sh",
  "# Managed by Secondlock: lets somebody who has no password yet set the first one; the rule of sudo for it goes then.",
  "set -eu",
  "export PATH=/usr/sbin:/usr/bin:/sbin:/bin",
  "who=${SUDO_USER:?run it with sudo}",
  'passwd -- "$who"',
  "for rule in /etc/sudoers.d/secondlock-first-password-*; do",
  '  if awk -v who="$who" \'$1 == who { found = 1 } END { exit !found }\' "$rule"; then rm -f -- "$rule"; fi',
  "done",
  "",
].join("\n");
