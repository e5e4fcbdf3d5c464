import { pam, passwordRulesOf } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { defaultUmask } from "./default-umask.ts";

const shell = (...values: readonly string[]) => ({
  umask: values.map((value) => ({ file: "/etc/profile.d/umask.sh", value })),
  timeout: [],
  timeoutReadonly: false,
});
const ubuntu = pam({ more: "common-session session optional pam_umask.so\n" });
const said = (output: string) => ({ kind: "ordinary-command", status: 0, output }) as const;

testControl(defaultUmask, {
  holds: {
    "set in the profile": { facts: { shell: shell("027"), pam: pam(), rules: passwordRulesOf() } },
    "the last one counts": {
      facts: { shell: shell("022", "077"), pam: pam(), rules: passwordRulesOf() },
      because: /077/,
    },
    "by PAM and login.defs": { facts: { shell: shell(), pam: ubuntu, rules: passwordRulesOf("login.defs UMASK 027") } },
  },
  broken: {
    "Debian 12 as installed": {
      facts: { shell: shell(), pam: pam(), rules: passwordRulesOf() },
      because: /nothing sets it/,
    },
    "Ubuntu 24.04 as installed": { facts: { shell: shell(), pam: ubuntu, rules: passwordRulesOf() }, because: /022/ },
    "the profile opens it again": {
      facts: { shell: shell("022"), pam: ubuntu, rules: passwordRulesOf("login.defs UMASK 027") },
    },
  },
  attempt: {
    succeeds: { "others can read": [said("0022\n")] },
    refused: { "they cannot": [said("0027\n")], "private group": [said("Welcome\n0007\n")] },
  },
});
