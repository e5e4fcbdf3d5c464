import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { allOf, lastOf, taggedLines, wholeNumber } from "./tagged-lines.ts";

export interface ApplicationAccount {
  /** Absent when there is no such account. */
  readonly uid?: number;
  readonly shell: string;
  readonly password: "locked" | "empty" | "set" | "unknown";
  readonly groups: readonly string[];
  /** Accounts as which processes of the application's folder run now. */
  readonly runsAs: readonly string[];
}

// of shadow only the state leaves the host; the look for processes must not find itself, nor what another audit runs at the same time: they carry a mark
const script = String.raw`: secondlock-looks-at-processes
u=$1; d=$2
awk -F: -v u="$u" '$1 == u { print "uid", $3; print "shell", $7 }' /etc/passwd
awk -F: -v u="$u" '$1 == u { print "password", ($2 == "" ? "empty" : $2 ~ /^[!*]/ ? "locked" : "set") }' /etc/shadow
for g in $(id -nG -- "$u" 2>/dev/null); do printf 'group %s\n' "$g"; done
if [ -n "$d" ]; then
  { find /proc -maxdepth 2 -path '/proc/[0-9]*' -name cwd '(' -lname "$d" -o -lname "$d/*" ')' -printf '%h\n'
    printf '%s/\n' "$d" | grep -lsFa -f - /proc/[0-9]*/cmdline | xargs -r grep -LsFa secondlock-looks-at-processes | sed 's,/cmdline$,,'
  } 2>/dev/null | sort -u | sed 's,$,/environ,' | xargs -r grep -LsFa SECONDLOCK_READS=1 | sed 's,/environ$,,' | xargs -r stat -c 'runs %U' 2>/dev/null
fi
echo end`;

/** The account that the application runs as, and as which accounts it really runs. */
export const applicationAccount = defineFact<ApplicationAccount>({
  id: "application-account",
  title: "the account of the application",
  reads: ({ application }) => ({
    account: {
      argv: [
        "sh",
        "-c",
        script,
        "sh",
        application?.user ?? "",
        application?.directory.startsWith("/") ? application.directory : "",
      ],
    },
  }),
  parse(raw): Reading<ApplicationAccount> {
    const tagged = taggedLines(raw, "account");
    if (!tagged.known) return tagged;
    const uid = wholeNumber(lastOf(tagged.value, "uid"));
    const password = lastOf(tagged.value, "password");
    if (uid !== undefined && password === undefined) return unreadable("the state of its password cannot be read");
    return known({
      ...(uid === undefined ? {} : { uid }),
      shell: lastOf(tagged.value, "shell") ?? "",
      password: password === "locked" || password === "empty" || password === "set" ? password : "unknown",
      groups: allOf(tagged.value, "group"),
      runsAs: [...new Set(allOf(tagged.value, "runs"))],
    });
  },
});
