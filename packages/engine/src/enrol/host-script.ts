import { createHash } from "node:crypto";
import { quote } from "../collect/quote.ts";
import type { Ran } from "../targets/target.ts";

/** What a script of ours said, as `enrol WORD value` lines: a login shell may print things of its own around them. */
export type Said = ReadonlyMap<string, string>;

export function saidBy(ran: Extract<Ran, { state: "ended" }>): Said {
  const lines = ran.stdout
    .subarray(0, 64 * 1024)
    .toString("latin1")
    .split("\n");
  const words = lines.flatMap((line) => {
    const [, word = "", value = ""] = /^enrol ([a-z-]{1,20})(?: ([\x20-\x7e]{0,200}))?$/.exec(line) ?? [];
    return word === "" ? [] : [[word, value] as const];
  });
  return new Map(words);
}

/**
 * Runs a script as the person, in the person's home: by the person's own login, or by root, who becomes the person first,
 * so that nothing in a home can lead root astray.
 */
function asPerson(account: string, script: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/.test(account)) throw new TypeError("not an account name");
  return `a=${quote(account)}
id -u -- "$a" > /dev/null 2>&1 || { echo 'enrol no-account'; exit 0; }
if [ "$(id -un)" = "$a" ]; then person() { exec sh -s; }
elif [ "$(id -u)" = 0 ]; then person() { exec runuser -u "$a" -- sh -s; }
else echo 'enrol not-root'; exit 0; fi
person <<'SECONDLOCK_PERSON'
umask 077
cd ~${account} || { echo 'enrol no-home'; exit 0; }
f=.google_authenticator
${script}SECONDLOCK_PERSON
`;
}

/** What is there already, and what time it is there. */
export function lookScript(account: string): string {
  return asPerson(
    account,
    `if [ -e "$f" ] || [ -L "$f" ]; then echo 'enrol exists'; fi
for m in /lib/*/security/pam_google_authenticator.so /usr/lib/*/security/pam_google_authenticator.so /lib/security/pam_google_authenticator.so; do
  if [ -e "$m" ]; then echo 'enrol module'; break; fi
done
echo "enrol clock $(date +%s)"
`,
  );
}

/**
 * Writes the file beside its place, makes sure that it is whole and on the disk, and only then puts it there. `ln` refuses
 * when somebody else has enrolled meanwhile; `mv` takes the place of the old file in one step. The content comes on
 * standard input like the rest of the script: it stands on no command line.
 */
export function writeScript(account: string, content: string, again: boolean): string {
  const digest = createHash("sha256").update(content).digest("hex");
  return asPerson(
    account,
    `rm -f -- .google_authenticator.secondlock-*
t=$(mktemp .google_authenticator.secondlock-XXXXXXXXXX) || { echo 'enrol failed no file can be made in the home'; exit 0; }
trap 'rm -f -- "$t"' EXIT
trap 'exit 1' HUP INT TERM
cat > "$t" <<'SECONDLOCK_FILE'
${content}SECONDLOCK_FILE
[ "$(sha256sum < "$t")" = "${digest}  -" ] || { echo 'enrol failed the file is not whole: is the disk full?'; exit 0; }
chmod 400 -- "$t" && sync -- "$t" || { echo 'enrol failed the file cannot be made safe'; exit 0; }
${again ? 'mv -f -T -- "$t" "$f"' : 'ln -T -- "$t" "$f"'} || { echo 'enrol failed the file cannot be put in its place'; exit 0; }
rm -f -- "$t"
sync -- . || { echo 'enrol failed the home is not safe on the disk'; exit 0; }
echo "enrol written $(stat -c '%a %U' -- "$f")"
`,
  );
}
