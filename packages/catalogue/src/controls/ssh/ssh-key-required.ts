import { accountOf, broken, defineControl, everyAccount, everyHost, holds } from "@secondlock/model";
import { sshOffers } from "../../attempts/ssh-offers.ts";
import { beginsWithKey, secondFactorDeclared, waysIn } from "../../facts/login-methods.ts";
import { settingsFor, sshdEffective } from "../../facts/sshd-effective.ts";
import { enrolFirst } from "../../states/enrol-first.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

const keyOnly = { pubkeyauthentication: "yes", passwordauthentication: "no" };

export const sshKeyRequired = defineControl({
  id: "ssh-key-required",
  title: "SSH lets nobody in without a key",
  why: "As long as one way in begins without a key, the weakest password on the host decides.",
  severity: "high",
  area: "ssh",
  covers: ["R007", "R016"],
  applies: everyHost,
  each: everyAccount,
  facts: { sshd: sshdEffective },
  verdict({ sshd }, _wanted, instance) {
    const settings = settingsFor(sshd, accountOf(instance));
    const ways = waysIn(settings)
      .map((way) => way.join(" and "))
      .join(", or ");
    if (settings["pubkeyauthentication"] !== "yes") return broken("pubkeyauthentication is not on");
    return beginsWithKey(settings) ? holds(`every way in begins with a key: ${ways}`) : broken(`ways in: ${ways}`);
  },
  attempt: sshOffers({ never: ["password", "keyboard-interactive", "hostbased", "gssapi-with-mic", "gssapi-keyex"] }),
  fix: (wanted) =>
    secondFactorDeclared(wanted)
      ? [sshdSettings(keyOnly), enrolFirst]
      : [sshdSettings({ ...keyOnly, kbdinteractiveauthentication: "no" })],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["CIS Debian 12 5.1 (has no such rule)", "https://man.openbsd.org/sshd_config#PubkeyAuthentication"],
});
