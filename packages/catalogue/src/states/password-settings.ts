import { type Bring, defineState, type State } from "@secondlock/model";
import { type PasswordRules, passwordRules } from "../facts/password-rules.ts";
import { type SettingForm, withSettings } from "./setting-lines.ts";

const files = {
  pwquality: "/etc/security/pwquality.conf",
  faillock: "/etc/security/faillock.conf",
  loginDefs: "/etc/login.defs",
} as const;

const brings: Readonly<Record<keyof typeof files, Bring<PasswordRules>>> = {
  pwquality: inFile(files.pwquality, "equals"),
  faillock: inFile(files.faillock, "equals"),
  loginDefs: inFile(files.loginDefs, "blank"),
};

function inFile(path: string, form: SettingForm): Bring<PasswordRules> {
  return (settings) => [{ kind: "file", path, content: (before = "") => withSettings(before, settings, form) }];
}

/** Settings in the main file, which wins over its drop-ins. `yes` for an option that has no value. */
export function passwordSettings(
  file: keyof typeof files,
  settings: Readonly<Record<string, string>>,
  words: Pick<State, "costs" | "risk"> = {},
): State<PasswordRules> {
  return defineState({
    resource: `file:${files[file]}`,
    text: Object.entries(settings)
      .map(([key, value]) => (value === "yes" ? key : `${key} ${value}`))
      .join(", "),
    settings,
    fact: passwordRules,
    settle: (rules) => ({ ...rules, [file]: { ...rules[file], ...settings } }),
    bring: brings[file],
    ...words,
  });
}

/** The guide's values for every class of characters, with the length of today's benchmarks. */
export function passwordQuality(): State<PasswordRules> {
  return passwordSettings(
    "pwquality",
    {
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
    },
    {
      costs:
        "A new password has to be long and mixed, also one that root sets; passwords that are there stay as they are.",
    },
  );
}

/** The word list that pwquality looks into. */
export function wordList(): State<PasswordRules> {
  return defineState({
    resource: "package:cracklib-runtime",
    text: "install cracklib-runtime, which builds the word list",
    settings: { state: "installed" },
    fact: passwordRules,
    settle: (rules) => (rules.dictionaryBytes > 0 ? rules : { ...rules, dictionaryBytes: 1024 }),
    bring: (_settings, rules) =>
      rules.dictionaryBytes > 0 ? [] : [{ kind: "package", package: "cracklib-runtime", wanted: "installed" }],
  });
}
