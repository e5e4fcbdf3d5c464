import {
  type Change,
  defineState,
  everyAdministrator,
  accountOf,
  type HostWanted,
  isSecurityKey,
  type Look,
  ownFile,
  type Settings,
  securityKeyTypes,
  type State,
} from "@secondlock/model";
import { type Enrolment, secondFactors } from "../facts/second-factors.ts";
import { codeInsteadOfPassword } from "./pam-code.ts";
import { sshdIncludes } from "./sshd-include.ts";

/** Read before `00-secondlock.conf` (`-` sorts before `.`), so that its Match blocks come first, and the first value wins. */
const path = "/etc/ssh/sshd_config.d/00-secondlock-second-factor.conf";

/**
 * A code after the key, for everybody who is enrolled. Once all administrators are, or the day has come, for everybody.
 * One state for sshd and PAM, because one without the other opens or locks: a code alone would do, or none would.
 */
export function secondFactorRequired(wanted: HostWanted): State<readonly Enrolment[]> {
  const accounts = everyAdministrator(wanted).map(accountOf);
  return defineState({
    resource: `file:${path}`,
    text: "a code after the key for everybody who is enrolled; for all once all are enrolled, or the day has come",
    settings: {
      due: wanted.secondFactorDue === true ? "yes" : "no",
      ...(wanted.ssh === undefined ? {} : { login: wanted.ssh.user }),
      ...Object.fromEntries(accounts.map((account) => [`account ${account}`, factorOf(wanted, account)])),
    },
    fact: secondFactors,
    // who has enrolled is for people to change
    settle: (enrolments) => enrolments,
    bring: askForCodes,
    costs: wanted.auditor === undefined ? `${costs} ${unattended}` : costs,
    risk: "A code is right only while the host's clock is. Whoever is not enrolled is left as they are until the day that the service file names.",
  });
}

const costs = "Whoever is enrolled types a code at every login, and uses an emergency code when the phone is lost.";
const unattended =
  "An audit that nobody attends, as in CI, cannot type one: declare an auditor in the service file, which logs in to read and nothing else.";

function factorOf({ admins }: HostWanted, account: string): "code" | "hardware" {
  const keys = admins.find((person) => person.account === account)?.keys ?? [];
  return keys.length > 0 && keys.every(isSecurityKey) ? "hardware" : "code";
}

/** One function for every control that wants it, so that it is brought about once. */
function askForCodes(settings: Settings, enrolments: readonly Enrolment[], look?: Look): readonly Change[] {
  const asked = whoIsAsked(settings, enrolments);
  const files = [...sshdIncludes(look), ownFile(path, dropIn(settings, asked), { mode: 0o600, reload: "ssh" })];
  // as long as nobody is asked, PAM stays as it is, and a line that names a missing module cannot come about
  if (asked.coded.length === 0 && !asked.all) return files;
  return [
    { kind: "package", package: "libpam-google-authenticator", wanted: "installed" },
    { kind: "file", path: "/etc/pam.d/sshd", content: codeInsteadOfPassword },
    ...files,
  ];
}

interface Asked {
  readonly coded: readonly string[];
  readonly hardware: readonly string[];
  readonly missing: readonly string[];
  /** Whether everybody is asked who is not named. */
  readonly all: boolean;
}

function whoIsAsked(settings: Settings, enrolments: readonly Enrolment[]): Asked {
  const people = named(settings, "account ");
  const usable = new Set(enrolments.filter(isUsable).map(({ account }) => account));
  const of = (kind: string): readonly string[] => people.filter(([, factor]) => factor === kind).map(([name]) => name);
  const hardware = of("hardware");
  const coded = of("code").filter((name) => usable.has(name));
  const missing = of("code").filter((name) => !usable.has(name));
  // while nobody could get in with a second factor, nobody is asked for one
  const someone = coded.length + hardware.length > 0;
  return { coded, hardware, missing, all: someone && (missing.length === 0 || settings["due"] === "yes") };
}

const key = ["AuthenticationMethods publickey", "KbdInteractiveAuthentication no"];
const code = ["AuthenticationMethods publickey,keyboard-interactive:pam", "KbdInteractiveAuthentication yes"];
const inHardware = [
  ...key,
  "PubkeyAuthOptions verify-required",
  `PubkeyAcceptedAlgorithms ${securityKeyTypes.join(",")}`,
];
/** Debian's own program, which asks and writes as ours does; nothing else can be reached by such a login. */
const enrolOnly = [
  ...key,
  "ForceCommand /usr/bin/google-authenticator --time-based --disallow-reuse --rate-limit=3 --rate-time=30 --window-size=3 --emergency-codes=5",
  "DisableForwarding yes",
];

function dropIn(settings: Settings, { coded, hardware, missing, all }: Asked): string {
  const { login } = settings;
  // the login that Secondlock comes by is never shut behind its back
  const left = all ? missing.filter((name) => name === login) : [];
  const shut = all ? missing.filter((name) => name !== login) : [];
  return [
    "# Managed by Secondlock. It is read before every other file, and the first value wins.",
    "UsePAM yes",
    ...match(hardware, inHardware),
    ...match(coded, code),
    ...match(left, key),
    ...match(shut, enrolOnly),
    "Match all",
    ...[...(all ? code : key), ...always].map(indented),
    "",
  ].join("\n");
}

const always = ["PubkeyAuthentication yes", "PasswordAuthentication no"];
const indented = (line: string): string => `  ${line}`;

function match(accounts: readonly string[], lines: readonly string[]): readonly string[] {
  return accounts.length === 0 ? [] : [`Match User ${accounts.join(",")}`, ...[...lines, ...always].map(indented)];
}

function named(settings: Settings, prefix: string): readonly (readonly [string, string])[] {
  return Object.entries(settings)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Whether the module takes the file: any other owner or mode makes it refuse every code (pam_google_authenticator.c, open_secret_file). */
function isUsable({ account, owner, mode }: Enrolment): boolean {
  return owner === account && (mode & 0o3577) === 0o400;
}
