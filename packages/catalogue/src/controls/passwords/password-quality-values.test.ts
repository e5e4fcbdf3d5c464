import { pam, pamWithQuality, passwordRulesOf } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { passwordQualityValues } from "./password-quality-values.ts";

const good = {
  minlen: "14",
  difok: "3",
  ucredit: "-1",
  lcredit: "-2",
  dcredit: "-1",
  ocredit: "-1",
  maxrepeat: "3",
  maxsequence: "3",
};
const rules = (changes: Readonly<Record<string, string>> = {}) =>
  passwordRulesOf(
    Object.entries({ ...good, ...changes })
      .map(([key, value]) => `pwquality.conf ${key} ${value}`)
      .join("\n"),
  );
const guide = "retry=3 minlen=10 difok=3 ucredit=-1 lcredit=-2 dcredit=-1 ocredit=-1";

testControl(passwordQualityValues, {
  holds: {
    "the guide's classes, 14 long": { facts: { pam: pamWithQuality(), rules: rules() }, because: /14 characters/ },
    "longer still": { facts: { pam: pamWithQuality("retry=3 minlen=20"), rules: rules() }, because: /20/ },
  },
  broken: {
    "Debian 12 as installed": { facts: { pam: pam(), rules: passwordRulesOf() }, because: /no quality module/ },
    "libpam-pwquality as installed": {
      facts: { pam: pamWithQuality(), rules: passwordRulesOf() },
      because: /minlen 8/,
    },
    "the guide's values, too short for today": {
      facts: { pam: pamWithQuality(guide), rules: passwordRulesOf() },
      because: /minlen 10 \(at least 14\)/,
    },
    "one lower case letter is enough": {
      facts: { pam: pamWithQuality(), rules: rules({ lcredit: "-1" }) },
      because: /lcredit -1 \(at most -2\)/,
    },
    "the PAM line beats the file": { facts: { pam: pamWithQuality("minlen=6"), rules: rules() }, because: /minlen 6/ },
    "a mistake is only mentioned": {
      facts: { pam: pamWithQuality(), rules: rules({ enforcing: "0" }) },
      because: /enforcing 0/,
    },
  },
});
