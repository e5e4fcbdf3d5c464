import { pam, pamWithQuality } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { pamUseAuthtok } from "./pam-use-authtok.ts";

testControl(pamUseAuthtok, {
  holds: { "libpam-pwquality as installed": { facts: { pam: pamWithQuality() } } },
  broken: {
    "Debian 12 as installed": { facts: { pam: pam() }, because: /nothing checks/ },
    "pam_unix asks once more": {
      facts: {
        pam: pam({
          modules: "/lib/security/pam_pwquality.so",
          password:
            "common-password password requisite pam_pwquality.so\ncommon-password password required pam_unix.so yescrypt\n",
        }),
      },
      because: /no use_authtok/,
    },
  },
});
