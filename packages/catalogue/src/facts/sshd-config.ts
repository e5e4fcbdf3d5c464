import {
  absent,
  accountOf,
  defineFact,
  everyAccount,
  type HostWanted,
  known,
  type RawOutputs,
  type Reading,
  unreadable,
} from "@secondlock/model";
import { beginsWithKey } from "./login-methods.ts";
import { textOf } from "./raw-text.ts";
import { columns, sshFile, type SshFile } from "./ssh-file.ts";
import type { SshdSettings } from "./sshd-effective.ts";

/** One line of the configuration. */
export interface SshdLine {
  readonly file: string;
  readonly line: number;
  /** In lower case. */
  readonly keyword: string;
  readonly value: string;
  /** Under a Match line, `Match all` as well. */
  readonly underMatch: boolean;
}

/** What sshd does for one account that a Match line names. */
export interface MatchCase {
  /** `file:line` of the Match line. */
  readonly at: string;
  readonly criteria: string;
  readonly account: string;
  /** The settings that decide who gets in; empty when sshd did not answer. */
  readonly settings: SshdSettings;
}

export interface SshdConfig {
  /** Lines in the order in which sshd reads them, included files in their place. */
  readonly lines: readonly SshdLine[];
  readonly files: readonly SshFile[];
  readonly directories: readonly SshFile[];
  readonly cases: readonly MatchCase[];
  /** False when there are more Match lines, accounts or nested files than are looked at. */
  readonly complete: boolean;
}

/** The files of sshd in reading order, and what sshd does inside each Match block. */
export const sshdConfig = defineFact<SshdConfig>({
  id: "sshd-config",
  title: "the configuration files of sshd",
  reads: (wanted) => ({ config: { argv: ["sh", "-c", script, "sh", ...accountsTried(wanted)] } }),
  parse(raw: RawOutputs): Reading<SshdConfig> {
    const text = textOf(raw, "config");
    if (!text.known) return text;
    const rows = columns(text.value);
    if (!rows) return unreadable("the output stops before its end");
    if (rows.some(([tag]) => tag === "absent")) return absent("no SSH server is installed");
    if (rows.some(([tag]) => tag === "missing")) return unreadable("there is no /etc/ssh/sshd_config");
    return known({
      lines: parseLines(rows),
      files: rows.flatMap(([tag, , ...rest]) => (tag === "file" ? (sshFile(rest) ?? []) : [])),
      directories: rows.flatMap(([tag, ...rest]) => (tag === "directory" ? (sshFile(rest) ?? []) : [])),
      cases: parseCases(rows),
      complete: !rows.some(([tag]) => tag === "more" || tag === "deep"),
    });
  },
});

/** For a Match line that names no account: root, and a few that are not. */
function accountsTried(wanted: HostWanted): readonly string[] {
  const others = everyAccount(wanted)
    .map(accountOf)
    .filter((account) => account !== "root");
  return ["root", ...others.slice(0, 3)];
}

/** A Match block ends with its file, and an included file begins inside the block that includes it. */
function parseLines(rows: readonly (readonly string[])[]): readonly SshdLine[] {
  const underMatch: boolean[] = [];
  return rows.flatMap(([tag, depthText = "", ...rest]) => {
    const depth = Number(depthText);
    if (!/^[0-9]$/.test(depthText)) return [];
    if (tag === "file") underMatch[depth] = underMatch[depth - 1] ?? false;
    if (tag !== "line") return [];
    const [file = "", line = "", word = "", ...value] = rest;
    const keyword = word.toLowerCase();
    if (keyword === "match") underMatch[depth] = true;
    return [
      { file, line: Number(line) || 0, keyword, value: value.join(" ").trim(), underMatch: underMatch[depth] ?? false },
    ];
  });
}

function parseCases(rows: readonly (readonly string[])[]): readonly MatchCase[] {
  const cases: (Omit<MatchCase, "settings"> & { settings: Record<string, string> })[] = [];
  for (const [tag, ...rest] of rows) {
    const [file = "", line = "", account = "", criteria = ""] = rest;
    if (tag === "case") cases.push({ at: `${file}:${line}`, account, criteria, settings: {} });
    const [, keyword = "", value = ""] = /^([a-z]+) (.*)$/.exec(file) ?? [];
    const last = cases.at(-1);
    if (tag === "set" && last && keyword !== "") last.settings[keyword] = value;
  }
  return cases;
}

/** A line that has no effect, because another one is read before it. */
export interface OverriddenLine {
  readonly line: SshdLine;
  readonly by: SshdLine;
}

/** Keywords that may stand more than once, each line counting. */
const repeatable: readonly string[] = [
  ...["include", "match", "port", "listenaddress", "hostkey", "hostcertificate", "acceptenv", "setenv", "subsystem"],
  ...["allowusers", "denyusers", "allowgroups", "denygroups"],
];

const oldNames: Readonly<Record<string, string>> = {
  challengeresponseauthentication: "kbdinteractiveauthentication",
  skeyauthentication: "kbdinteractiveauthentication",
  pubkeyacceptedkeytypes: "pubkeyacceptedalgorithms",
};

/** Our own drop-ins that end with `Match all`. */
const forEverybody = /\/00-secondlock(-second-factor)?\.conf$/;

/** Lines outside Match blocks that say something else than the line that wins. What our own drop-ins override is meant so. */
export function overriddenLines({ lines }: SshdConfig): readonly OverriddenLine[] {
  const winners = new Map<string, SshdLine>();
  const ours = new Set(lines.filter(({ file }) => forEverybody.test(file)).map(({ keyword }) => keyword));
  return lines.flatMap((line) => {
    const keyword = Object.hasOwn(oldNames, line.keyword) ? (oldNames[line.keyword] ?? "") : line.keyword;
    if (line.underMatch || repeatable.includes(keyword) || ours.has(keyword)) return [];
    const by = winners.get(keyword);
    if (by === undefined) winners.set(keyword, line);
    return by === undefined || by.value.toLowerCase() === line.value.toLowerCase() ? [] : [{ line, by }];
  });
}

/** Keywords by which a Match block lets in more than a key does. */
export function openedBy({ account, settings }: MatchCase): readonly string[] {
  const afterKey =
    settings["authenticationmethods"] !== "any" && beginsWithKey({ pubkeyauthentication: "yes", ...settings });
  const open: Readonly<Record<string, boolean>> = {
    // root's own setting counts for root only
    permitrootlogin: account === "root" && (settings["permitrootlogin"] ?? "no") !== "no",
    passwordauthentication: settings["passwordauthentication"] === "yes",
    permitemptypasswords: settings["permitemptypasswords"] === "yes",
    kbdinteractiveauthentication: settings["kbdinteractiveauthentication"] === "yes" && !afterKey,
  };
  return Object.keys(open).filter((keyword) => open[keyword] === true);
}

// show: every file that is read, Include lines in their place. cases: one connection that fits each Match line.
const script = `T=$(printf '\\t')
command -v sshd >/dev/null || { echo absent; echo end; exit 0; }
show() {
  [ "$1" -lt 6 ] || { echo "deep$T$2"; return; }
  [ -f "$2" ] || { [ "$1" -gt 0 ] || echo "missing$T$2"; return; }
  stat -c "file$T$1$T%a$T%U$T%G$T%n" -- "$2"
  n=0
  while IFS=" =$T" read -r word rest || [ -n "$word" ]; do
    n=$((n + 1))
    case $word in '' | '#'*) continue ;; esac
    printf 'line\\t%s\\t%s\\t%s\\t%s\\t%s\\n' "$1" "$2" "$n" "$word" "$rest"
    case $word in
    [Ii][Nn][Cc][Ll][Uu][Dd][Ee])
      for name in $rest; do
        name=\${name#\\"} name=\${name%\\"}
        case $name in /*) ;; *) name=/etc/ssh/$name ;; esac
        for found in $name; do (show $(($1 + 1)) "$found"); done
      done
      ;;
    esac
  done <"$2"
}
cases() {
  awk -F"$T" '
    function first(list, free,   n, i, parts) {
      n = split(list, parts, ",")
      for (i = 1; i <= n; i++) if (parts[i] !~ /^!/ && parts[i] != "") { sub(/\\/.*/, "", parts[i]); gsub(/[*?]/, free, parts[i]); return parts[i] }
      return "-"
    }
    function all(list,   n, i, parts, out) {
      n = split(list, parts, ",")
      for (i = 1; i <= n; i++) if (parts[i] !~ /^!/ && parts[i] != "") { gsub(/[*?]/, "x", parts[i]); out = out (out == "" ? "" : ",") parts[i] }
      return out == "" ? "-" : out
    }
    $1 == "line" && tolower($5) == "match" {
      text = $6; gsub(/"/, "", text); gsub(/=/, " ", text); gsub(/[^A-Za-z0-9_.,:%@*?!\\/ -]/, "", text)
      user = group = addr = host = laddr = lport = "-"; only = 1
      n = split(text, word, " ")
      for (i = 1; i <= n; i++) {
        name = tolower(word[i])
        if (name == "all") { only = 0; continue }
        if (name == "invalid-user") continue
        i++
        if (name == "user") user = all(word[i])
        else if (name == "group") group = all(word[i])
        else if (name == "address") addr = first(word[i], "1")
        else if (name == "host") host = first(word[i], "x")
        else if (name == "localaddress") laddr = first(word[i], "1")
        else if (name == "localport") lport = first(word[i], "1")
      }
      if (!only) next
      if (++blocks > 12) { print "more"; exit }
      print $3, $4, user, group, addr, host, laddr, lport, text
    }' OFS="$T"
}
members() {
  for g in $(echo "$1" | tr , ' '); do
    getent group "$g" | awk -F: '{ gsub(/,/, " ", $4); print $4; print ":" $3 }' | while read -r names; do
      case $names in :*) awk -F: -v g="\${names#:}" '$4 == g { print $1 }' /etc/passwd ;; *) echo "$names" ;; esac
    done
  done | tr '\\n' ' '
}
lines=$(show 0 /etc/ssh/sshd_config)
printf '%s\\n' "$lines"
stat -c "directory$T%a$T%U$T%G$T%n" /etc/ssh /etc/ssh/sshd_config.d 2>/dev/null
printf '%s\\n' "$lines" | cases | while IFS=$T read -r file number users groups addr host laddr lport text; do
  [ "$file" != more ] || { echo more; continue; }
  if [ "$users" != - ]; then users=$(echo "$users" | tr , ' '); elif [ "$groups" != - ]; then users=$(members "$groups"); else users=$*; fi
  with="addr=\${addr#-},host=\${host#-}"
  [ "$addr" != - ] || with="addr=203.0.113.250,host=\${host#-}"
  [ "$host" != - ] || with="\${with}outside.invalid"
  [ "$laddr" != - ] || laddr=192.0.2.1
  [ "$lport" != - ] || lport=22
  with="$with,laddr=$laddr,lport=$lport,rdomain="
  i=0
  for user in $users; do
    i=$((i + 1)); [ $i -le 10 ] || { echo more; break; }
    printf 'case\\t%s\\t%s\\t%s\\t%s\\n' "$file" "$number" "$user" "$text"
    sshd -T -C "user=$user,$with" 2>&1 | awk -v t="$T" '/^(permitrootlogin|passwordauthentication|kbdinteractiveauthentication|permitemptypasswords|authenticationmethods) / { print "set" t $0 }'
  done
done
echo end`;
