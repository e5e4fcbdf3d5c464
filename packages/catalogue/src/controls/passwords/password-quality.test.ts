import { pam, pamWithQuality } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { passwordQuality } from "./password-quality.ts";

const unix = "common-password password [success=1 default=ignore] pam_unix.so obscure yescrypt\n";
const modules = "/usr/lib/x86_64-linux-gnu/security/pam_pwquality.so";

testControl(passwordQuality, {
  holds: { "libpam-pwquality is installed": { facts: { pam: pamWithQuality() }, because: /requisite pam_pwquality/ } },
  broken: {
    "Debian 12 as installed": { facts: { pam: pam() }, because: /no installed quality module/ },
    "the guide's pam_cracklib, which Debian 12 does not have": {
      facts: {
        pam: pam({ password: `common-password password requisite pam_cracklib.so retry=3 minlen=10\n${unix}` }),
      },
    },
    "only optional": {
      facts: { pam: pam({ modules, password: `common-password password optional pam_pwquality.so\n${unix}` }) },
    },
    "asked after the password is stored": {
      facts: { pam: pam({ modules, password: `${unix}common-password password requisite pam_pwquality.so\n` }) },
    },
  },
});
