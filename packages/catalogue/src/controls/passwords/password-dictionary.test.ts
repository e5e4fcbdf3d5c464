import { pam, pamWithQuality, passwordRulesOf } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { passwordDictionary } from "./password-dictionary.ts";

testControl(passwordDictionary, {
  holds: {
    "libpam-pwquality as installed": {
      facts: { pam: pamWithQuality(), rules: passwordRulesOf() },
      because: /cracklib/,
    },
  },
  broken: {
    "Debian 12 as installed": { facts: { pam: pam(), rules: passwordRulesOf("", 0) }, because: /no quality module/ },
    "switched off": {
      facts: { pam: pamWithQuality(), rules: passwordRulesOf("pwquality.conf dictcheck 0") },
      because: /dictcheck/,
    },
    "switched off in the PAM line": {
      facts: { pam: pamWithQuality("dictcheck=0"), rules: passwordRulesOf("pwquality.conf dictcheck 1") },
    },
    "only mentioned": { facts: { pam: pamWithQuality(), rules: passwordRulesOf("pwquality.conf enforcing 0") } },
    "a slim image without the word list": {
      facts: { pam: pamWithQuality(), rules: passwordRulesOf("", 0) },
      because: /no word list/,
    },
  },
});
