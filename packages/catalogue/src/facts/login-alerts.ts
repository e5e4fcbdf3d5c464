import { defineFact, known, type Reading } from "@secondlock/model";
import { eachFollower } from "./journal-followers.ts";
import { allOf, lastOf, taggedLines, wholeNumber } from "./tagged-lines.ts";

export interface LoginAlerts {
  /** Logs that Monit watches for accepted logins, and whether they are there. */
  readonly watched: readonly { readonly log: string; readonly there: boolean; readonly pattern: string }[];
  /** Whether Monit runs now, whoever started it. */
  readonly monitRuns: boolean;
  /** Seconds between two looks of Monit. */
  readonly monitSeconds?: number;
  /** Units, with whether they run, that follow the journal of sshd. */
  readonly followers: readonly { readonly unit: string; readonly active: boolean }[];
  /** Programs that PAM runs at each session of sshd. */
  readonly sessionPrograms: readonly { readonly program: string; readonly there: boolean }[];
}

// Of Monit's files only the watched logs and their patterns leave the host: they hold passwords of mail servers as well.
// Of a unit, and of the script that it starts, only its name, once it is seen to follow the journal of sshd.
const script = String.raw`${eachFollower}
set --
for f in /etc/monit/monitrc /etc/monit/conf.d/* /etc/monit/conf-enabled/*; do [ -f "$f" ] && [ -r "$f" ] && set -- "$@" "$f"; done
[ $# -eq 0 ] || awk 'tolower($1) == "check" { log_path = "" ; if (tolower($2) == "file") for (i = 3; i < NF; i++) if (tolower($i) == "path") log_path = $(i + 1) }
tolower($1) == "set" && tolower($2) == "daemon" { print "seconds", $3 + 0 }
/^[[:space:]]*(if[[:space:]]+)?(content|match)|[[:space:]]match[[:space:]]/ && /Accepted/ && !/^[[:space:]]*(#|ignore)/ && log_path != "" { gsub(/"/, "", log_path); p = $0; sub(/^.*(match|=)[[:space:]]*/, "", p); sub(/then.*/, "", p); print "monit", log_path, substr(p, 1, 120) }' "$@" | while read -r tag log rest; do
  if [ "$tag" = monit ]; then there=no; [ -f "$log" ] && there=yes; printf 'monit %s %s %s\n' "$there" "$log" "$rest"; else printf '%s %s\n' "$tag" "$log"; fi
done
grep -qxs monit /proc/[0-9]*/comm && echo monit-runs
follower() { printf 'follower %s %s\n' "$(systemctl is-active "${"$"}{u##*/}" 2>/dev/null | head -n 1)" "${"$"}{u##*/}"; }
each_follower follower
awk '/^[[:space:]]*-?session[[:space:]].*pam_exec[.]so/ { for (i = 1; i <= NF; i++) if ($i ~ /^\//) { print $i; exit } }' /etc/pam.d/sshd 2>/dev/null | while read -r p; do
  there=no; [ -x "$p" ] && there=yes; printf 'session %s %s\n' "$there" "$p"
done
echo end`;

/** What tells people of a login over SSH. */
export const loginAlerts = defineFact<LoginAlerts>({
  id: "login-alerts",
  title: "alerts on logins",
  reads: () => ({ alerts: { argv: ["sh", "-c", script] } }),
  parse(raw): Reading<LoginAlerts> {
    const tagged = taggedLines(raw, "alerts");
    if (!tagged.known) return tagged;
    const seconds = wholeNumber(lastOf(tagged.value, "seconds"));
    return known({
      watched: allOf(tagged.value, "monit").map((line) => {
        const [there, rest] = pair(line);
        const [log, pattern] = rest.includes(" ") ? pair(rest) : [rest, ""];
        return { log, there: there === "yes", pattern };
      }),
      monitRuns: tagged.value.has("monit-runs"),
      ...(seconds === undefined ? {} : { monitSeconds: seconds }),
      followers: allOf(tagged.value, "follower").map((line) => ({
        unit: pair(line)[1],
        active: pair(line)[0] === "active",
      })),
      sessionPrograms: allOf(tagged.value, "session").map((line) => ({
        program: pair(line)[1],
        there: pair(line)[0] === "yes",
      })),
    });
  },
});

/** The first word, and the rest. */
function pair(line: string): readonly [string, string] {
  const space = line.indexOf(" ");
  return [line.slice(0, Math.max(space, 0)), line.slice(space + 1)];
}
