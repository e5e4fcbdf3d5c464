import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { pamStacks } from "../../facts/pam-stacks.ts";
import { passwordRules } from "../../facts/password-rules.ts";
import { passwordStack } from "../../facts/password-stack.ts";
import { pamOption } from "../../states/pam-entries.ts";
import { passwordSettings } from "../../states/password-settings.ts";

const strong = ["yescrypt", "gost_yescrypt", "sha512", "blowfish"];
const known = [...strong, "sha256", "md5", "bigcrypt"];

export const passwordHashScheme = defineControl({
  id: "password-hash-scheme",
  title: "New passwords are stored with a slow hash",
  why: "When /etc/shadow leaks, the hash decides whether a password is guessed in hours or not at all.",
  severity: "medium",
  area: "passwords",
  covers: ["R014"],
  applies: everyHost,
  facts: { pam: pamStacks, rules: passwordRules },
  verdict({ pam, rules }) {
    const asked = passwordStack(pam)
      .unix?.args.filter((option) => known.includes(option))
      .at(-1);
    const method = asked ?? rules.loginDefs["ENCRYPT_METHOD"]?.toLowerCase();
    if (method === undefined) return broken("neither PAM nor login.defs names a hash");
    return strong.includes(method)
      ? holds(`${method}, by ${asked ? "pam_unix" : "login.defs"}`)
      : broken(`${method}, by ${asked ? "pam_unix" : "login.defs"}`);
  },
  attempt: { none: "it would set a password" },
  fix: () => [
    ...["md5", "bigcrypt", "sha256"].map((weak) => pamOption("pam_unix.so", weak, "gone")),
    pamOption("pam_unix.so", "yescrypt", "there", "common-password"),
    passwordSettings("loginDefs", { ENCRYPT_METHOD: "YESCRYPT" }),
  ],
  references: [
    "CIS Debian 12 5.3.3.4.3",
    "CIS Debian 12 5.4.1.4",
    "https://manpages.debian.org/bookworm/libcrypt-dev/crypt.5.en.html",
  ],
});
