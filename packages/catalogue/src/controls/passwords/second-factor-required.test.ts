import { pam } from "../../../testing/example-accounts.ts";
import { testControl } from "../../../testing/test-control.ts";
import { secondFactorRequired } from "./second-factor-required.ts";

const sshd = (...lines: readonly string[]) => ({
  facts: { pam: pam({ sshd: lines.map((line) => `sshd ${line}\n`).join("") }) },
});

testControl(secondFactorRequired, {
  waitsForPeople: "sshd and PAM change together, and only people can enrol",
  holds: {
    "required, and first": {
      ...sshd("auth required pam_google_authenticator.so", "account required pam_nologin.so"),
      because: /required/,
    },
    "the guide's control without nullok": sshd(
      "auth [success=done new_authtok_reqd=done default=die] pam_google_authenticator.so",
    ),
  },
  broken: {
    "the guide's line": {
      ...sshd("auth [success=done new_authtok_reqd=done default=die] pam_google_authenticator.so nullok"),
      because: /nullok/,
    },
    "the password is enough": {
      ...sshd("@include common-auth", "auth required pam_google_authenticator.so"),
      because: /pam_unix\.so stands before/,
    },
    "everybody is let in before it": {
      ...sshd("auth sufficient pam_permit.so", "auth required pam_google_authenticator.so"),
      because: /pam\.d\/sshd: sufficient pam_permit/,
    },
    "no code is asked for, and everybody is let in": {
      ...sshd("auth [success=done default=ignore] pam_permit.so", "@include common-auth"),
      because: /pam\.d\/sshd/,
    },
    "only optional": { ...sshd("auth optional pam_google_authenticator.so"), because: /not refused/ },
    "root's rule is sufficient": sshd("auth sufficient pam_rootok.so", "auth required pam_google_authenticator.so"),
  },
});
