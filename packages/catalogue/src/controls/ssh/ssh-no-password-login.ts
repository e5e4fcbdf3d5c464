import { accountOf, broken, defineControl, everyAccount, everyHost, holds } from "@secondlock/model";
import { sshOffers } from "../../attempts/ssh-offers.ts";
import { settingsFor, sshdEffective } from "../../facts/sshd-effective.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshNoPasswordLogin = defineControl({
  id: "ssh-no-password-login",
  title: "SSH accepts no password",
  why: "A password on a port that anybody can reach is guessed, reused or phished sooner or later; a key is not.",
  severity: "high",
  area: "ssh",
  covers: ["R007", "R016"],
  applies: everyHost,
  each: everyAccount,
  facts: { sshd: sshdEffective },
  verdict({ sshd }, _wanted, instance) {
    const value = settingsFor(sshd, accountOf(instance))["passwordauthentication"];
    return value === "no"
      ? holds("passwordauthentication no")
      : broken(`passwordauthentication ${value ?? "is not set"}`);
  },
  attempt: sshOffers({ never: ["password"] }),
  fix: () => [sshdSettings({ passwordauthentication: "no" })],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.1 (has no such rule)", "https://man.openbsd.org/sshd_config#PasswordAuthentication"],
});
