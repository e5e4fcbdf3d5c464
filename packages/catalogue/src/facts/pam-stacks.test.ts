import { describe, expect, it } from "vitest";
import { read, staysTotal } from "../../testing/hostile-output.ts";
import { optionsOf, pamStack, pamStacks, placeOf } from "./pam-stacks.ts";

// as the read prints them on Debian 12 with libpam-pwquality
const files = `common-auth auth [success=1 default=ignore] pam_unix.so nullok
common-auth auth requisite pam_deny.so
common-auth auth required pam_permit.so
common-password password requisite pam_pwquality.so retry=3
common-password password [success=1 default=ignore] pam_unix.so obscure use_authtok try_first_pass yescrypt
own auth optional pam_mysql.so user=root passwd=... host=... db=... crypt=1 verbose=1
passwd @include common-password
sshd session [success=ok ignore=ignore module_unknown=ignore default=bad] pam_selinux.so close
su auth sufficient pam_rootok.so
su @include common-auth
su-l auth include su
su-l -session optional pam_systemd.so
`;
const modules = "/usr/lib/x86_64-linux-gnu/security/pam_deny.so\n/usr/lib/x86_64-linux-gnu/security/pam_unix.so\n";
const pam = read(pamStacks, { files, modules });

describe("pam-stacks", () => {
  it("follows @include and include", () => {
    expect(pamStack(pam, "su-l", "auth").map(({ module }) => module)).toEqual([
      "pam_rootok.so",
      "pam_unix.so",
      "pam_deny.so",
      "pam_permit.so",
    ]);
    expect(pamStack(pam, "passwd", "password").map(({ control }) => control)).toEqual([
      "requisite",
      "[success=1 default=ignore]",
    ]);
    expect(pamStack(pam, "toString", "auth")).toEqual([]);
  });

  it("reads controls, options and quiet lines", () => {
    const session = pamStack(pam, "sshd", "session")[0];
    expect(session).toMatchObject({
      control: "[success=ok ignore=ignore module_unknown=ignore default=bad]",
      args: ["close"],
    });
    expect(pamStack(pam, "su-l", "session")[0]).toMatchObject({ quiet: true });
    expect(optionsOf(pamStack(pam, "passwd", "password")[0])).toEqual({ retry: "3" });
    expect(placeOf(pamStack(pam, "su", "auth"), /pam_deny/)).toBe(2);
  });

  it("ends on files that include each other", () => {
    const loop = read(pamStacks, { files: "a auth include b\nb @include a\nb auth required pam_deny.so\n", modules });
    expect(pamStack(loop, "a", "auth")).toHaveLength(1);
  });

  staysTotal(pamStacks, [
    "su auth ",
    "[success=1 ",
    "@include ",
    "a @include a\n",
    "__proto__ auth required pam_x.so\n",
  ]);
});
