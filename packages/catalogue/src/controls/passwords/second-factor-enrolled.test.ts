import { pam } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import type { Enrolment } from "../../facts/second-factors.ts";
import { secondFactorEnrolled } from "./second-factor-enrolled.ts";

const asking = pam({ sshd: "sshd auth required pam_google_authenticator.so\nsshd @include common-account\n" });
const ada = (changes: Partial<Enrolment> = {}) => ({
  pam: asking,
  enrolments: [
    {
      account: "ada",
      mode: 0o400,
      owner: "ada",
      options: ["RATE_LIMIT 3 30", "WINDOW_SIZE 3", "DISALLOW_REUSE", "TOTP_AUTH"],
      emergencyCodes: 5,
      ...changes,
    },
  ],
});

testControl(secondFactorEnrolled, {
  holds: {
    "enrolled as the guide says": { facts: ada(), because: /5 emergency codes/ },
    "mode 0600": { facts: ada({ mode: 0o600 }) },
  },
  broken: {
    "a new administrator": { facts: { pam: asking, enrolments: [] }, because: /not enrolled/ },
    "others can read the secret": { facts: ada({ mode: 0o644 }), because: /644/ },
    "the secret belongs to somebody else": { facts: ada({ owner: "ben" }), because: /ben/ },
    "codes can be tried for ever": { facts: ada({ options: ["DISALLOW_REUSE", "TOTP_AUTH"] }), because: /limit/ },
    "a code can be replayed": { facts: ada({ options: ["RATE_LIMIT 3 30", "TOTP_AUTH"] }), because: /twice/ },
    "the window of four minutes that the program offers": {
      facts: ada({ options: ["RATE_LIMIT 3 30", "WINDOW_SIZE 17", "DISALLOW_REUSE"] }),
      because: /17 codes/,
    },
  },
  notApplicable: { "nobody is declared": { admins: [], ssh: { user: "root", address: "203.0.113.7", port: 22 } } },
});
