import { accountOf, defineControl, everyAccount, everyHost, holds } from "@secondlock/model";
import { sshOffers } from "../../attempts/ssh-offers.ts";
import { settingsFor, sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordFor, worstOf } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshNoGssapi = defineControl({
  id: "ssh-no-gssapi",
  title: "SSH takes no Kerberos tickets",
  why: "A way in that nobody uses is a way in that nobody watches; the key is enough.",
  severity: "low",
  area: "ssh",
  covers: ["R007"],
  applies: everyHost,
  each: everyAccount,
  facts: { sshd: sshdEffective },
  verdict({ sshd }, _wanted, instance) {
    const account = accountOf(instance);
    // an sshd that is built without it does not print the keywords
    if (settingsFor(sshd, account)["gssapiauthentication"] === undefined) return holds("this sshd knows no GSSAPI");
    return worstOf(
      keywordFor(sshd, account, "gssapiauthentication", (value) => value === "no"),
      keywordFor(sshd, account, "gssapikeyexchange", (value) => value === "no"),
    );
  },
  attempt: sshOffers({ never: ["gssapi-with-mic", "gssapi-keyex"] }),
  fix: () => [sshdSettings({ gssapiauthentication: "no", gssapikeyexchange: "no" })],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["CIS Debian 12 5.1.9", "https://man.openbsd.org/sshd_config#GSSAPIAuthentication"],
});
