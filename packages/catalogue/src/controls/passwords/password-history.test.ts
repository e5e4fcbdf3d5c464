import { pam, passwordRulesOf } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { passwordHistory } from "./password-history.ts";

const rules = passwordRulesOf();
const unix = "common-password password [success=1 default=ignore] pam_unix.so yescrypt";
const history = (options: string) =>
  pam({ password: `common-password password required pam_pwhistory.so ${options}\n${unix}` });

testControl(passwordHistory, {
  holds: {
    "24 are remembered": { facts: { pam: history("remember=24 use_authtok"), rules }, because: /24/ },
    "set in pwhistory.conf": {
      facts: { pam: history("use_authtok"), rules: passwordRulesOf("pwhistory.conf remember 24") },
    },
    "pam_unix remembers": { facts: { pam: pam({ password: `${unix} remember=24` }), rules } },
  },
  broken: {
    "Debian 12 as installed": { facts: { pam: pam(), rules }, because: /not remembered/ },
    five: { facts: { pam: history("remember=5"), rules }, because: /last 5/ },
    "asked after the password is stored": {
      facts: {
        pam: pam({ password: `${unix}\ncommon-password password required pam_pwhistory.so remember=24` }),
        rules,
      },
    },
  },
});
