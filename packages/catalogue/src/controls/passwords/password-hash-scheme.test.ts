import { pam, passwordRulesOf } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { passwordHashScheme } from "./password-hash-scheme.ts";

const rules = passwordRulesOf();
const unix = (options: string) =>
  pam({ password: `common-password password [success=1 default=ignore] pam_unix.so ${options}` });

testControl(passwordHashScheme, {
  holds: {
    "Debian 12 as installed": { facts: { pam: pam(), rules }, because: /yescrypt, by pam_unix/ },
    "the guide's sha512 with rounds": { facts: { pam: unix("use_authtok sha512 rounds=200000"), rules } },
    "only login.defs says it": { facts: { pam: unix("obscure"), rules }, because: /login\.defs/ },
  },
  broken: {
    "carried over from Debian 4": { facts: { pam: unix("nullok obscure md5"), rules }, because: /md5/ },
    "nothing in PAM, and an old login.defs": {
      facts: { pam: unix("obscure"), rules: passwordRulesOf("login.defs ENCRYPT_METHOD DES") },
      because: /des, by login/,
    },
    "a fast one": { facts: { pam: unix("sha256"), rules } },
  },
});
