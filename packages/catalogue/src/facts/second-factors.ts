import { defineFact, everyAdministrator, accountOf, known, type RawOutputs, type Reading } from "@secondlock/model";
import { allOf, taggedLines } from "./tagged-lines.ts";

export interface Enrolment {
  readonly account: string;
  readonly mode: number;
  readonly owner: string;
  /** e.g. `RATE_LIMIT 3 30`, `DISALLOW_REUSE`; never the secret. */
  readonly options: readonly string[];
  readonly emergencyCodes: number;
}

// prints options by name and counts emergency codes; the secret in the first line and the codes stay on the host
const options = String.raw`
NR > 1 && /^" (RATE_LIMIT|WINDOW_SIZE|DISALLOW_REUSE|TOTP_AUTH|HOTP_COUNTER|STEP_SIZE)/ { print "option", account, $2, ($2 ~ /^(RATE_LIMIT|WINDOW_SIZE)$/ ? $3 : ""), ($2 == "RATE_LIMIT" ? $4 : "") }
NR > 1 && /^[0-9]+$/ { codes++ }
END { print "codes", account, codes + 0 }`;

const script = String.raw`p=$1; shift
t=$(sed -n 's/^[^#]*pam_google_authenticator\.so.*[[:space:]]secret=\([^[:space:]]*\).*/\1/p' /etc/pam.d/* | head -n 1)
: "$\{t:=~/.google_authenticator}"
for account; do
  home=$(awk -F: -v a="$account" '$1 == a { print $6; exit }' /etc/passwd)
  f=$(awk -v t="$t" -v a="$account" -v h="$home" 'BEGIN { gsub(/\$\{USER\}|%u/, a, t); gsub(/\$\{HOME\}|%h/, h, t); sub(/^~/, h, t); print t }')
  [ -f "$f" ] || continue
  stat -L -c "file $account %a %U" -- "$f"
  head -c 65536 -- "$f" | awk -v account="$account" "$p"
done
echo end`.replaceAll("$\\{", "${");

export const secondFactors = defineFact<readonly Enrolment[]>({
  id: "second-factors",
  title: "who has a second factor on this host",
  reads: (wanted) => ({
    files: { argv: ["sh", "-c", script, "sh", options, ...everyAdministrator(wanted).map(accountOf)] },
  }),
  parse(raw: RawOutputs): Reading<readonly Enrolment[]> {
    const found = taggedLines(raw, "files");
    if (!found.known) return found;
    const of = (tag: string, account: string): readonly string[] =>
      allOf(found.value, tag)
        .filter((line) => line.startsWith(`${account} `))
        .map((line) => line.slice(account.length + 1).trim());
    return known(
      allOf(found.value, "file").map((line) => {
        const [account = "", mode = "", owner = ""] = line.split(" ");
        const codes = Number(of("codes", account)[0] ?? 0);
        return {
          account,
          mode: Number.parseInt(mode, 8) || 0,
          owner,
          options: of("option", account),
          emergencyCodes: Number.isInteger(codes) ? codes : 0,
        };
      }),
    );
  },
});

/** What is wrong with an enrolment; absent when nothing is. */
export function weaknessOf({ account, owner, mode, options: all }: Enrolment, rootMayOwn: boolean): string | undefined {
  if ((owner !== account && !(rootMayOwn && owner === "root")) || (mode & 0o177) !== 0) {
    return `the secret belongs to ${owner}, mode ${mode.toString(8)}`;
  }
  const [tries = 0, seconds = 0] = numbersOf(all, "RATE_LIMIT");
  if (!(tries >= 1 && tries <= 5 && seconds >= 30)) return "codes can be tried without a limit";
  if (!all.includes("DISALLOW_REUSE")) return "a code can be used twice";
  const [window = 3] = numbersOf(all, "WINDOW_SIZE");
  return window <= 3 ? undefined : `${window} codes are right at a time`;
}

function numbersOf(all: readonly string[], name: string): readonly number[] {
  return (all.find((option) => option.startsWith(`${name} `)) ?? "").split(" ").slice(1).map(Number);
}
