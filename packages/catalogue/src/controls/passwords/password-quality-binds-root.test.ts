import { pam, pamWithQuality, passwordRulesOf } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { passwordQualityBindsRoot } from "./password-quality-binds-root.ts";

testControl(passwordQualityBindsRoot, {
  holds: {
    "set in the file": { facts: { pam: pamWithQuality(), rules: passwordRulesOf("pwquality.conf enforce_for_root") } },
    "set in the PAM line": { facts: { pam: pamWithQuality("retry=3 enforce_for_root"), rules: passwordRulesOf() } },
  },
  broken: {
    "Debian 12 as installed": { facts: { pam: pam(), rules: passwordRulesOf() }, because: /no quality module/ },
    "libpam-pwquality as installed": { facts: { pam: pamWithQuality(), rules: passwordRulesOf() }, because: /not set/ },
  },
});
