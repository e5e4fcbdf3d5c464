import { defineFact, known, type Reading } from "@secondlock/model";
import { eachFollower } from "./journal-followers.ts";
import { octal } from "./file-records.ts";
import { allOf, lastOf, type Tagged, taggedLines } from "./tagged-lines.ts";

/** A program that carries the news of a login to people. */
export interface AlertCarrier {
  readonly path: string;
  readonly there: boolean;
  /** What its first line asks for is installed. */
  readonly runs: boolean;
  /** Words for what is seen in it: `https`, `http`, `client`, `mail`, `unchecked`, `logs`. */
  readonly does: readonly string[];
}

/** A file of patterns: a login that fits one is not told. */
export interface QuietList {
  readonly path: string;
  readonly there: boolean;
  /** Octal, e.g. `0600`. */
  readonly mode: string;
  readonly owner: string;
  readonly entries: readonly string[];
}

/** A channel of the service that Secondlock put on the host. */
export interface OwnChannel {
  readonly name: string;
  readonly kind: string;
  /** Names of the secrets that it needs and that have no value there. */
  readonly missing: readonly string[];
}

export interface AlertChannels {
  /** Whether a rule of Monit for accepted logins sends mail. */
  readonly mailsLogins: boolean;
  readonly mailServers: readonly { readonly host: string; readonly tls: boolean }[];
  /** For each recipient of Monit: `all`, `only EVENTS` or `not EVENTS`. */
  readonly recipients: readonly string[];
  /** The mail program of the host: `none`, `local` (mail stays on the host) or `sends`. */
  readonly mailer: string;
  readonly carriers: readonly AlertCarrier[];
  readonly quietLists: readonly QuietList[];
  /** Absent: our service is not there. */
  readonly own?: readonly OwnChannel[];
}

// Monit's statements may run over several lines, and a password may hold anything: all from the first quote on is
// dropped. Neither user names, passwords and addresses of people nor the
// address of a hook leave the host: only which kind of each there is.
const monitWords = String.raw`function tell(  l, n, i, part, w, events, tls) {
  l = tolower(s); gsub(/[[:space:]]+/, " ", l)
  if (l ~ /^ ?set mailserver /) { tls = (l ~ /^[^"\047]*using (tls|ssl)/ || l ~ /using (tls|ssl)[^"\047]*$/ ? "tls" : "clear"); sub(/^ ?set mailserver /, "", l); sub(/ *(["\047]|username|password).*/, "", l); n = split(l, part, ","); for (i = 1; i <= n; i++) { split(part[i], w, " "); print "mail", w[1], tls } }
  else if (l ~ /^ ?(set )?alert [^ ]+@/) { events = l; if (l ~ /\{/) { gsub(/.*\{|\}.*/, "", events); gsub(/ /, "", events); print "recipient", (l ~ / not on ?\{/ ? "not" : "only"), events } else print "recipient all" }
  else if (l ~ /^ ?ignore (match|content)/) { if (match(s, /\/[^" ]+/)) print "quiet", substr(s, RSTART, RLENGTH) }
  else if (l ~ /(match|content)/ && s ~ /Accepted/ && l ~ /then/) { print "rule"; sub(/.*then/, "", s); if (s ~ /exec/) { gsub(/["\047]/, " ", s); n = split(s, w, " "); path = ""; for (i = 1; i <= n; i++) if (w[i] ~ /^\// && (path == "" || path ~ /\/(env|sh|bash|dash|ruby|perl|node|php|python[0-9.]*)$/)) path = w[i]; if (path != "") print "carrier", path } }
  s = "" }
/^[[:space:]]*(#|$)/ { next }
tolower($1) ~ /^(set|check|include|if|else|start|stop|restart|every|group|depends|mode|ignore|alert|noalert|onreboot)$/ { tell() }
{ s = s " " $0 }
END { tell() }`;

const script = String.raw`${eachFollower}
set --
for f in /etc/monit/monitrc /etc/monit/conf.d/* /etc/monit/conf-enabled/*; do [ -f "$f" ] && [ -r "$f" ] && set -- "$@" "$f"; done
{ [ $# -eq 0 ] || awk '${monitWords}' "$@"
carrier() { [ "$p" = /usr/local/lib/secondlock/alerts ] || printf 'carrier %s\n' "${"$"}{p:-$u}"; }
each_follower carrier
awk '/^[[:space:]]*-?session[[:space:]].*pam_exec[.]so/ { p = ""; for (i = 1; i <= NF; i++) if ($i ~ /^\//) p = $i; if (p != "") print "carrier", p }' /etc/pam.d/sshd 2>/dev/null
[ ! -f /etc/systemd/system/secondlock-alerts.service ] || while read -r word name kind rest; do
  [ "$word" = channel ] || continue
  missing=; set -f
  for w in $rest; do case $w in secret:*) grep -qs "^${"$"}{w#secret:}=." /etc/secondlock/alerts.secrets || missing="$missing,${"$"}{w#secret:}" ;; esac; done
  set +f; printf 'own %s %s %s\n' "$name" "$kind" "${"$"}{missing#,}"
done </etc/secondlock/alerts.conf
for f in /etc/monit/*.regex /etc/secondlock/*quiet*; do [ -f "$f" ] && printf 'quiet %s\n' "$f"; done; } | awk '!seen[$0]++ || $1 == "recipient"' | while read -r tag p; do
  case $tag in
  carrier) set -f; there=no; runs=yes
    case $p in *.service) there=yes ;; *) [ -x "$p" ] && there=yes ;; esac
    set -- $(head -c 200 "$p" 2>/dev/null | head -n 1 | tr -d '\000' | sed -n 's/^#![[:space:]]*//p')
    case $1 in */env) shift; [ "$1" = -S ] && shift; command -v -- "$1" >/dev/null || runs=no ;; ?*) [ -x "$1" ] || runs=no ;; esac
    does=$(head -c 65536 "$p" 2>/dev/null | grep -av '^[[:space:]]*#' | awk '/https:\/\// { d["https"] } /http:\/\// && !/http:\/\/(localhost|127\.)/ { d["http"] } /curl|wget|Net::HTTP|fetch\(|requests\.|urllib|http\.client/ { d["client"] }
      /sendmail|mailx?[[:space:]]|msmtp/ { d["mail"] } /curl.*[[:space:]]-[a-zA-Z]*k|--insecure|--no-check-certificate|VERIFY_NONE|rejectUnauthorized|verify *= *False/ { d["unchecked"] } /logger|systemd-cat|Logger|>>|[.]log/ { d["logs"] }
      END { for (i in d) printf "%s,", i }')
    case $p in *.service) does="${"$"}does"logs ;; esac
    printf 'carrier %s %s %s %s\n' "$there" "$runs" "${"$"}{does:-nothing}" "$p" ;;
  quiet) if [ -f "$p" ]; then printf 'quiet %s %s\n' "$(stat -Lc '%a %U' "$p")" "$p"; head -c 16384 "$p" | tr -d '\000\r' | awk -v p="$p" 'NF && !/^#/ && n++ < 100 { print "entry", p, substr($0, 1, 160) }'
    else printf 'quiet missing - %s\n' "$p"; fi ;;
  *) printf '%s %s\n' "$tag" "$p" ;;
  esac
done
if [ ! -x /usr/sbin/sendmail ]; then echo 'mailer none'; elif grep -qs "^dc_eximconfig_configtype='local'" /etc/exim4/update-exim4.conf.conf; then echo 'mailer local'; else echo 'mailer sends'; fi
echo end`;

/** By what, and how well kept, the news of a login reaches people. */
export const alertChannels = defineFact<AlertChannels>({
  id: "alert-channels",
  title: "how alerts on logins reach people",
  reads: () => ({ channels: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<AlertChannels> {
    const tagged = taggedLines(raw, "channels");
    if (!tagged.known) return tagged;
    const all = tagged.value;
    return known({
      mailsLogins: all.has("rule"),
      mailServers: allOf(all, "mail").map((line) => ({ host: line.split(" ")[0] ?? "", tls: line.endsWith(" tls") })),
      recipients: allOf(all, "recipient"),
      mailer: lastOf(all, "mailer") ?? "none",
      carriers: allOf(all, "carrier").flatMap(carrierOf),
      quietLists: quietListsOf(all),
      ...(all.has("own") ? { own: allOf(all, "own").flatMap(ownOf) } : {}),
    });
  },
});

function ownOf(line: string): readonly OwnChannel[] {
  const [, name = "", kind = "", missing = ""] = /^(\S+) (\S+) ?([A-Z0-9_,]*)$/.exec(line) ?? [];
  return name === "" ? [] : [{ name, kind, missing: missing.split(",").filter((one) => one !== "") }];
}

function carrierOf(line: string): readonly AlertCarrier[] {
  const [, there, runs, does = "", path = ""] = /^(yes|no) (yes|no) (\S+) (.+)$/.exec(line) ?? [];
  if (path === "") return [];
  const words = does.split(",").filter((word) => word !== "" && word !== "nothing");
  return [{ path, there: there === "yes", runs: runs === "yes", does: [...new Set(words)].toSorted() }];
}

function quietListsOf(tagged: Tagged): readonly QuietList[] {
  return allOf(tagged, "quiet").flatMap((line) => {
    const [, bits = "", owner = "", path = ""] = /^(\S+) (\S+) (\/.*)$/.exec(line) ?? [];
    if (path === "") return [];
    const mode = /^[0-7]{1,4}$/.test(bits) ? octal(Number.parseInt(bits, 8)) : "";
    // the parser of tags keeps order only within a tag: entries carry the path of their list
    const entries = allOf(tagged, "entry")
      .filter((entry) => entry.startsWith(`${path} `))
      .map((entry) => entry.slice(path.length + 1));
    return [{ path, there: mode !== "", mode, owner, entries }];
  });
}
