import { defineState, type State } from "@secondlock/model";
import { type PasswordRules, passwordRules } from "../facts/password-rules.ts";

const files = {
  pwquality: "/etc/security/pwquality.conf",
  faillock: "/etc/security/faillock.conf",
  loginDefs: "/etc/login.defs",
} as const;

/** Settings in the main file, which wins over its drop-ins. `yes` for an option that has no value. */
export function passwordSettings(
  file: keyof typeof files,
  settings: Readonly<Record<string, string>>,
): State<PasswordRules> {
  return defineState({
    resource: `file:${files[file]}`,
    text: Object.entries(settings)
      .map(([key, value]) => (value === "yes" ? key : `${key} ${value}`))
      .join(", "),
    settings,
    fact: passwordRules,
    settle: (rules) => ({ ...rules, [file]: { ...rules[file], ...settings } }),
  });
}

/** The guide's values for every class of characters, with the length of today's benchmarks. */
export function passwordQuality(): State<PasswordRules> {
  return passwordSettings("pwquality", {
    minlen: "14",
    difok: "3",
    ucredit: "-1",
    lcredit: "-2",
    dcredit: "-1",
    ocredit: "-1",
    maxrepeat: "3",
    maxsequence: "3",
    dictcheck: "1",
    enforcing: "1",
    enforce_for_root: "yes",
  });
}

/** The word list that pwquality looks into. */
export function wordList(): State<PasswordRules> {
  return defineState({
    resource: "package:cracklib-runtime",
    text: "install cracklib-runtime, which builds the word list",
    settings: { state: "installed" },
    fact: passwordRules,
    settle: (rules) => (rules.dictionaryBytes > 0 ? rules : { ...rules, dictionaryBytes: 1024 }),
  });
}
