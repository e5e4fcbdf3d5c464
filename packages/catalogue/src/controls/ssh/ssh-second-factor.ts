import { accountOf, broken, byHand, defineControl, everyAdministrator, everyHost, holds } from "@secondlock/model";
import { sshOneKey } from "../../attempts/ssh-own-login.ts";
import { asksForMore, onlySecurityKeys, waysIn } from "../../facts/login-methods.ts";
import { settingsFor, sshdEffective } from "../../facts/sshd-effective.ts";
import { secondFactorRequired } from "../../states/second-factor-required.ts";

export const sshSecondFactor = defineControl({
  id: "ssh-second-factor",
  title: "SSH asks for a second factor after the key",
  why: "A key alone is one lock: whoever copies it from a laptop is in.",
  severity: "high",
  area: "ssh",
  covers: ["R020", "R021", "R022"],
  applies: everyHost,
  each: everyAdministrator,
  facts: { sshd: sshdEffective },
  verdict({ sshd }, _wanted, instance) {
    const settings = settingsFor(sshd, accountOf(instance));
    if (onlySecurityKeys(settings)) return holds("only keys in security hardware are taken, with PIN or fingerprint");
    const ways = waysIn(settings).map((way) => way.join(" and "));
    return asksForMore(settings)
      ? holds(ways.join(", or "))
      : broken(`${ways.join(", or ") || "nothing"} is enough to get in`);
  },
  attempt: sshOneKey,
  fix: (wanted) => [
    byHand(
      "Let each administrator enrol: secondlock enrol PERSON, or make a key in security hardware: secondlock enrol PERSON --fido2.",
    ),
    secondFactorRequired(wanted),
  ],
  lock({ id, admins }, instance) {
    const person = admins.find(({ account }) => account === accountOf(instance));
    const home = person?.secondFactorHome ?? person?.keyHome;
    return {
      stops: ["read", "change"],
      domains: [`host:${id}`, ...(home === undefined ? [] : [`custody:${home}` as const])],
    };
  },
  references: ["CIS Debian 12 5.1 (has no such rule)", "https://man.openbsd.org/sshd_config#AuthenticationMethods"],
});
