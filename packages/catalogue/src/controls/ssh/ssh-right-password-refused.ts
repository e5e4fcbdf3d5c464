import { broken, defineControl, holds, onlyWhere } from "@secondlock/model";
import { sshRightPassword } from "../../attempts/ssh-own-login.ts";
import { beginsWithKey, secondFactorDeclared } from "../../facts/login-methods.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { enrolFirst } from "../../states/enrol-first.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshRightPasswordRefused = defineControl({
  id: "ssh-right-password-refused",
  title: "The right password opens nothing over SSH",
  why: "What sshd offers is one thing; only a right password that is refused shows that no way around is left.",
  severity: "high",
  area: "ssh",
  covers: ["R007"],
  applies: onlyWhere(
    ({ throwaway }) => throwaway !== undefined,
    "the service file declares no throw-away account to try it with",
  ),
  facts: { sshd: sshdEffective },
  verdict({ sshd }) {
    const without = Object.entries(sshd.byAccount).find(([, settings]) => !beginsWithKey(settings));
    return without ? broken(`${without[0]} gets in without a key`) : holds("every way in begins with a key");
  },
  attempt: sshRightPassword,
  fix: (wanted) =>
    secondFactorDeclared(wanted)
      ? [sshdSettings({ passwordauthentication: "no" }), enrolFirst]
      : [sshdSettings({ passwordauthentication: "no", kbdinteractiveauthentication: "no" })],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["CIS Debian 12 5.1 (has no such rule)", "https://man.openbsd.org/sshd_config#PasswordAuthentication"],
});
