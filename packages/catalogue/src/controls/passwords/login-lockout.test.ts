import { pam, passwordRulesOf } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { loginLockout } from "./login-lockout.ts";

const pre = "common-auth auth required pam_faillock.so preauth\n";
const unix = "common-auth auth [success=2 default=ignore] pam_unix.so\n";
const fail = "common-auth auth [default=die] pam_faillock.so authfail\n";
const more = "common-account account required pam_faillock.so\n";
const locking = pam({ auth: pre + unix + fail, more });
const rules = (text = "faillock.conf deny 5\nfaillock.conf unlock_time 900") => passwordRulesOf(text);

testControl(loginLockout, {
  holds: {
    "five, for a quarter of an hour": { facts: { pam: locking, rules: rules() }, because: /5 failures, for 900/ },
    "three, until root unlocks": {
      facts: { pam: locking, rules: rules("faillock.conf unlock_time never") },
      because: /for good/,
    },
  },
  broken: {
    "Debian 12 as installed": { facts: { pam: pam(), rules: passwordRulesOf() }, because: /not counted/ },
    "everybody is let in before anything is counted": {
      facts: {
        pam: pam({ auth: `common-auth auth sufficient pam_permit.so\n${pre}${unix}${fail}`, more }),
        rules: rules(),
      },
      because: /common-auth: sufficient pam_permit\.so/,
    },
    "the account line is missing": {
      facts: { pam: pam({ auth: pre + unix + fail }), rules: rules() },
      because: /account/,
    },
    "asked only afterwards": {
      facts: { pam: pam({ auth: unix + fail, more }), rules: rules() },
      because: /both sides/,
    },
    "never locks": { facts: { pam: locking, rules: rules("faillock.conf deny 0") }, because: /deny 0/ },
    "fifty tries": { facts: { pam: locking, rules: rules("faillock.conf deny 50") } },
    "locked for ten minutes, the default": {
      facts: { pam: locking, rules: rules("faillock.conf deny 5") },
      because: /600/,
    },
  },
});
