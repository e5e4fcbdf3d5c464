import { absent, defineFact, known, type RawOutputs, type Read, type Reading, unreadable } from "@secondlock/model";
import { textOf } from "./raw-text.ts";
import { columns, sshFile, type SshFile } from "./ssh-file.ts";
import { parseSshdSettings, type SshdSettings } from "./sshd-effective.ts";

/** That of an account that is made for an auditor: a system account without a home. */
export const auditorShell = "/bin/sh";

/** The one program that the auditor may run as root. Nobody but root can read it or write to it. */
export const collectorPath = "/usr/local/lib/secondlock/collect";

/** What sshd runs for the auditor, whatever it asks for. */
export const auditorCommand = `/usr/bin/sudo -n ${collectorPath}`;

/** The auditor's key file, as sshd_config names it: in root's hands, out of reach of the account itself. */
export const auditorKeysPattern = "/etc/ssh/secondlock-keys/%u";

/** The one rule that lets the auditor run the collector as root. */
export const auditorSudoersFile = "/etc/sudoers.d/secondlock-auditor";

/** Read before the other files of ours (`a` sorts before `s`), so that its Match blocks come first, and the first value wins. */
export const auditorSshdFile = "/etc/ssh/sshd_config.d/00-secondlock-auditor.conf";

export function auditorKeysFile(account: string): string {
  return auditorKeysPattern.replace("%u", account);
}

/** The auditor as the host has it. */
export interface AuditorAccount {
  /** Absent: there is no such account. */
  readonly account?: {
    readonly shell: string;
    readonly groups: readonly string[];
    /** An account of the system that was not made for an auditor. */
    readonly systems?: true;
  };
  /** Those of the collector, of the key file, and of the folders above them that are there. */
  readonly files: readonly SshFile[];
  /** SHA-256 of the collector, in hexadecimal; absent without one. */
  readonly digest?: string;
  /** Base64 parts of the keys in its file. */
  readonly keys: readonly string[];
  /** What sshd does for it, from each declared address. */
  readonly inside: Readonly<Record<string, SshdSettings>>;
  /** And from an address that is nobody's. */
  readonly outside: SshdSettings;
}

/** What sshd has to say for it from a declared address. */
export const confined: SshdSettings = {
  ...{ authenticationmethods: "publickey", pubkeyauthentication: "yes", passwordauthentication: "no" },
  ...{ kbdinteractiveauthentication: "no", authorizedkeyscommand: "none", trustedusercakeys: "none" },
  ...{ authorizedkeysfile: auditorKeysPattern, forcecommand: auditorCommand, disableforwarding: "yes" },
  ...{ permittty: "no", permituserrc: "no", permittunnel: "no" },
};

/** And from any other: no key, no password, no question. */
export const shut: SshdSettings = {
  ...{ passwordauthentication: "no", kbdinteractiveauthentication: "no" },
  ...{ authorizedkeysfile: "none", authorizedkeyscommand: "none", trustedusercakeys: "none" },
};

export function isConfined(settings: SshdSettings): boolean {
  return Object.entries(confined).every(([keyword, value]) => settings[keyword] === value);
}

export function isShut(settings: SshdSettings): boolean {
  return Object.entries(shut).every(([keyword, value]) => settings[keyword] === value);
}

/** The file and the folders above it. */
export function filesOnTheWay({ files }: Pick<AuditorAccount, "files">, path: string): readonly SshFile[] {
  return files.filter((one) => path === one.path || path.startsWith(`${one.path}/`));
}

const nobodys = "203.0.113.250";

/** Whether a list of those who may log in, where sshd has one, leaves it out. */
export function isLeftOut({ allowusers, allowgroups }: SshdSettings, account: string): boolean {
  return [allowusers, allowgroups].some((list) => list !== undefined && !list.split(/\s+/).includes(account));
}

/** Kept from the settings of sshd: what lets it in, and what it can do then. */
const keywords =
  "port|allowusers|allowgroups|authenticationmethods|pubkeyauthentication|passwordauthentication|kbdinteractiveauthentication|authorizedkeysfile|authorizedkeyscommand|trustedusercakeys|forcecommand|disableforwarding|permittty|permituserrc|permittunnel";

const script = String.raw`T=$(printf '\t') account=$1 keys=$2 collector=$3 keywords=$4
shift 4
command -v sshd >/dev/null || { echo absent; echo end; exit 0; }
getent passwd "$account" | awk -F: -v t="$T" -v groups="$(id -Gn "$account" 2>/dev/null)" '{ print "account" t $7 t groups t $3 t $6 }'
for path in "$collector" "$keys"; do
  while [ "$path" != / ]; do
    [ -e "$path" ] && stat -L -c "file$T%a$T%U$T%G$T%n" -- "$path"
    path=$(dirname -- "$path")
  done
done
[ -f "$collector" ] && sha256sum <"$collector" | awk -v t="$T" '{ print "digest" t $1 }'
[ -f "$keys" ] && awk -v t="$T" '/^[ \t]*(#|$)/ { next } { for (i = 1; i < NF; i++) if ($i ~ /^(sk-)?(ssh|ecdsa)-/) { print "key" t $(i + 1); next } print "key" t "?" }' "$keys"
for address; do
  sshd -T -C "user=$account,host=$address,addr=$address,laddr=192.0.2.1,lport=22,rdomain=" |
    awk -v t="$T" -v a="$address" -v k="^($keywords)$" '$1 ~ k { word = $1; sub(/^[^ ]+ /, ""); print "sshd" t a t word t $0 }'
done
echo end`;

export const auditorAccount = defineFact<AuditorAccount>({
  id: "auditor-account",
  title: "what the auditor's account can do",
  reads({ auditor }): Readonly<Record<string, Read>> {
    if (auditor === undefined) return {};
    const { account, from } = auditor;
    const words = [account, auditorKeysFile(account), collectorPath, keywords, ...from, nobodys];
    return { account: { argv: ["sh", "-c", script, "sh", ...words], bytes: 64 * 1024 } };
  },
  parse(raw: RawOutputs, { auditor }): Reading<AuditorAccount> {
    if (auditor === undefined) return absent("the service file declares no auditor");
    const text = textOf(raw, "account");
    if (!text.known) return text;
    const rows = columns(text.value);
    if (!rows) return unreadable("the output stops before its end");
    if (rows.some(([tag]) => tag === "absent")) return absent("no SSH server is installed");
    const settings = (address: string): SshdSettings =>
      parseSshdSettings(
        rows
          .flatMap(([tag, from, word, value]) => (tag === "sshd" && from === address ? `${word} ${value}\n` : ""))
          .join(""),
      );
    const inside = Object.fromEntries(auditor.from.map((address) => [address, settings(address)]));
    const outside = settings(nobodys);
    if ([...Object.values(inside), outside].some(({ port }) => port === undefined))
      return unreadable("sshd does not say what it does for the account");
    const [, shell, groups = "", uid, home] = rows.find(([tag]) => tag === "account") ?? [];
    const systems = Number(uid) < 1000 && (shell !== auditorShell || home !== "/nonexistent");
    const digest = rows.find(([tag]) => tag === "digest")?.[1];
    return known({
      ...(shell === undefined
        ? {}
        : {
            account: {
              shell,
              groups: groups.split(" ").filter((name) => name !== ""),
              ...(systems ? { systems } : {}),
            },
          }),
      files: rows.flatMap(([tag, ...rest]) => (tag === "file" ? (sshFile(rest) ?? []) : [])),
      ...(digest === undefined ? {} : { digest }),
      keys: rows.flatMap(([tag, blob = ""]) => (tag === "key" ? [blob] : [])),
      ...{ inside, outside },
    });
  },
});
