import { accountOf, broken, defineControl, everyAccount, everyHost, holds } from "@secondlock/model";
import { sshOffers } from "../../attempts/ssh-offers.ts";
import { secondFactorDeclared, waysIn } from "../../facts/login-methods.ts";
import { settingsFor, sshdEffective } from "../../facts/sshd-effective.ts";
import { enrolFirst } from "../../states/enrol-first.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshNoKeyboardInteractive = defineControl({
  id: "ssh-no-keyboard-interactive",
  title: "SSH asks no questions before it has seen a key",
  why: "Behind keyboard-interactive stands PAM, which asks for the password: with it on, a password login works although it is switched off.",
  severity: "high",
  area: "ssh",
  covers: ["R007", "R020", "R021"],
  applies: everyHost,
  each: everyAccount,
  facts: { sshd: sshdEffective },
  verdict({ sshd }, _wanted, instance) {
    const settings = settingsFor(sshd, accountOf(instance));
    const value = settings["kbdinteractiveauthentication"];
    if (value === "no") return holds("kbdinteractiveauthentication no");
    const asking = waysIn(settings).filter((way) => way.includes("keyboard-interactive"));
    return value === "yes" && asking.every(([first]) => first === "publickey")
      ? holds(`questions come after the key only: authenticationmethods ${settings["authenticationmethods"]}`)
      : broken(`kbdinteractiveauthentication ${value ?? "is not set"}, and no key is needed before it`);
  },
  attempt: sshOffers({ never: ["keyboard-interactive"] }),
  fix: (wanted) =>
    secondFactorDeclared(wanted) ? [enrolFirst] : [sshdSettings({ kbdinteractiveauthentication: "no" })],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: [
    "CIS Debian 12 5.1 (has no such rule)",
    "https://man.openbsd.org/sshd_config#KbdInteractiveAuthentication",
  ],
});
