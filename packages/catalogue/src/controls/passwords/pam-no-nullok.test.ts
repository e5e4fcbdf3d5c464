import { pam } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { pamNoNullok } from "./pam-no-nullok.ts";

const auth = "common-auth auth [success=1 default=ignore] pam_unix.so\n";

testControl(pamNoNullok, {
  holds: { "without nullok": { facts: { pam: pam({ auth }) } } },
  broken: {
    "Debian 12 as installed": { facts: { pam: pam() }, because: /common-auth/ },
    "one service of its own": {
      facts: { pam: pam({ auth, more: "ftp auth required pam_unix.so nullok try_first_pass\n" }) },
      because: /ftp/,
    },
  },
});
