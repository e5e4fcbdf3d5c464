import { expect, it } from "vitest";
import { codeInsteadOfPassword } from "./pam-code.ts";

const debian = `# PAM configuration for the Secure Shell service

# Standard Un*x authentication.
@include common-auth

# Disallow non-root logins when /etc/nologin exists.
account    required     pam_nologin.so
@include common-account
`;
const auth = (text: string): readonly string[] =>
  text.split("\n").filter((line) => /^\s*(-?auth|@include common-auth)/.test(line));

it("puts the code in the place of Debian's password, and touches nothing else", () => {
  const after = codeInsteadOfPassword(debian);
  expect(after).toBe(
    debian.replace(
      "@include common-auth",
      "# Secondlock: the code that follows the key, instead of the password of common-auth.\nauth required pam_google_authenticator.so",
    ),
  );
});

it.each([
  ["Debian's file", debian],
  ["no file", undefined],
  [
    "the guide's line, with nullok",
    `auth [success=done new_authtok_reqd=done default=die] pam_google_authenticator.so nullok\n${debian}`,
  ],
  ["everybody let in before it", `auth sufficient pam_permit.so\n${debian}`],
  ["a line for Duo", debian.replace("@include common-auth", "auth substack common-auth\nauth required pam_duo.so")],
  ["no question at all", "account required pam_nologin.so"],
])("asks for a code first, once, never with nullok, and again the same: %s", (_name, before) => {
  const after = codeInsteadOfPassword(before);
  expect(auth(after)[0]).toBe("auth required pam_google_authenticator.so");
  expect(after.match(/pam_google_authenticator/g)).toHaveLength(1);
  expect(after).not.toMatch(/nullok|common-auth\n/);
  expect(after).toContain("account");
  expect(codeInsteadOfPassword(after)).toBe(after);
});
