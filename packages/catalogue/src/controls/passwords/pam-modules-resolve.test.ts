import { pam } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { pamModulesResolve } from "./pam-modules-resolve.ts";

testControl(pamModulesResolve, {
  holds: {
    "Debian 12 as installed": { facts: { pam: pam() } },
    "a line that may be missing": {
      facts: {
        pam: pam({ more: "login -session optional pam_gnome_keyring.so\nlogin session optional pam_mail.so\n" }),
      },
    },
    "Debian's SELinux line": {
      facts: {
        pam: pam({ more: "login session [success=ok module_unknown=ignore default=bad] pam_selinux.so open\n" }),
      },
    },
    "a module by its full path": {
      facts: {
        pam: pam({
          modules: "/lib/x86_64-linux-gnu/security/pam_own.so",
          more: "own auth required /lib/x86_64-linux-gnu/security/pam_own.so\n",
        }),
      },
    },
  },
  broken: {
    "the guide's pam_cracklib": {
      facts: { pam: pam({ password: "common-password password requisite pam_cracklib.so retry=3\n" }) },
      because: /pam_cracklib\.so in common-password/,
    },
    "a second factor whose package is gone": {
      facts: { pam: pam({ sshd: "sshd auth required pam_google_authenticator.so\n" }) },
      because: /google/,
    },
  },
});
