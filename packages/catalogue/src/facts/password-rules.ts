import { defineFact, known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";
import { lines, textOf } from "./raw-text.ts";
import { optionsOf, type PamStacks, pamStack } from "./pam-stacks.ts";

type Settings = Readonly<Record<string, string>>;

export interface PasswordRules {
  readonly pwquality: Settings;
  readonly faillock: Settings;
  readonly pwhistory: Settings;
  readonly loginDefs: Settings;
  /** Bytes of the word list that pwquality looks into; 0 without one. */
  readonly dictionaryBytes: number;
}

// read in the order in which libpwquality takes them: the main file last, so it wins over its drop-ins (tried on 1.4.5)
const gather = String.raw`program=$0
for f in /etc/security/pwquality.conf.d/*.conf /etc/security/pwquality.conf /etc/security/faillock.conf /etc/security/pwhistory.conf /etc/login.defs; do
  [ -r "$f" ] && set -- "$@" "$f"
done
[ $# -gt 0 ] && awk "$program" "$@"
echo "dictionary bytes $(wc -c 2>/dev/null </var/cache/cracklib/cracklib_dict.pwd)"`;

const reduce = String.raw`
{ sub(/#.*/, ""); sub(/^[ \t]+/, ""); sub(/[ \t\r]+$/, "") }
$0 == "" { next }
{ key = $0; sub(/[ \t=].*/, "", key); value = substr($0, length(key) + 1); sub(/^[ \t]*=?[ \t]*/, "", value)
  if (key == "badwords") value = split(value, w, " ") " words"
  file = FILENAME; sub(/\/pwquality\.conf\.d\/.*/, "/pwquality.conf", file); sub(/.*\//, "", file)
  print file, key, value }`;

export const passwordRules = defineFact<PasswordRules>({
  id: "password-rules",
  title: "rules for new passwords and failed logins",
  reads: () => ({ rules: { argv: ["sh", "-c", gather, reduce], root: false } }),
  parse(raw: RawOutputs): Reading<PasswordRules> {
    const text = textOf(raw, "rules");
    return text.known ? parsePasswordRules(text.value) : text;
  },
});

export function parsePasswordRules(text: string): Reading<PasswordRules> {
  const rows = lines(text).map((line) => /^(\S+) (\S+) ?(.*)$/.exec(line)?.slice(1) ?? []);
  if (rows.at(-1)?.[0] !== "dictionary") return unreadable("the password rules are not complete");
  const of = (file: string): Settings =>
    Object.fromEntries(rows.filter((row) => row[0] === file).map(([, key = "", value = ""]) => [key, value || "yes"]));
  return known({
    pwquality: of("pwquality.conf"),
    faillock: of("faillock.conf"),
    pwhistory: of("pwhistory.conf"),
    loginDefs: of("login.defs"),
    dictionaryBytes: Number(/^\d{1,12}$/.exec(rows.at(-1)?.[2] ?? "")?.[0] ?? 0),
  });
}

/** The rules that bind `passwd`: options of the PAM line win over the file. Absent when no quality module is asked. */
export function effectiveQuality(rules: PasswordRules, pam: PamStacks): Settings | undefined {
  const entry = pamStack(pam, "passwd", "password").find(({ module }) => /pam_(pwquality|cracklib)\.so$/.test(module));
  return entry && { ...(entry.module.endsWith("pam_pwquality.so") ? rules.pwquality : {}), ...optionsOf(entry) };
}

/** A number among settings, or the program's own default. */
export function numberOf(settings: Settings, key: string, byDefault: number): number {
  const value = settings[key];
  return value !== undefined && /^-?\d{1,9}$/.test(value) ? Number(value) : byDefault;
}

/** Key, its own default, least and most value that is accepted. */
const bounds: readonly (readonly [string, number, number, number])[] = [
  ["minlen", 8, 14, 1000],
  ["difok", 1, 3, 100],
  ["ucredit", 0, -100, -1],
  ["lcredit", 0, -100, -2],
  ["dcredit", 0, -100, -1],
  ["ocredit", 0, -100, -1],
  ["maxrepeat", 0, 1, 3],
  ["maxsequence", 0, 1, 3],
  ["enforcing", 1, 1, 1],
  ["retry", 1, 1, 3],
];

/** Rules that are weaker than the guide's classes of characters, at today's length. */
export function weakRules(quality: Settings): readonly string[] {
  return bounds.flatMap(([key, byDefault, least, most]) => {
    const value = numberOf(quality, key, byDefault);
    if (value >= least && value <= most) return [];
    return [
      `${key} ${value} (${least === -100 ? `at most ${most}` : most >= 100 ? `at least ${least}` : `${least} to ${most}`})`,
    ];
  });
}
