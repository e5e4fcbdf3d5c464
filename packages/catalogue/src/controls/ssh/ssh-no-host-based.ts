import { accountOf, defineControl, everyAccount, everyHost } from "@secondlock/model";
import { sshOffers } from "../../attempts/ssh-offers.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordFor, worstOf } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshNoHostBased = defineControl({
  id: "ssh-no-host-based",
  title: "SSH trusts no other host by its name",
  why: "Whoever takes the trusted host walks on to this one, without a key of his own.",
  severity: "medium",
  area: "ssh",
  covers: ["R058", "R062"],
  applies: everyHost,
  each: everyAccount,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }, _wanted, instance) =>
    worstOf(
      keywordFor(sshd, accountOf(instance), "hostbasedauthentication", (value) => value === "no"),
      keywordFor(sshd, accountOf(instance), "ignorerhosts", (value) => value === "yes"),
    ),
  attempt: sshOffers({ never: ["hostbased"] }),
  fix: () => [sshdSettings({ hostbasedauthentication: "no", ignorerhosts: "yes" })],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["CIS Debian 12 5.1.10 and 5.1.11", "https://man.openbsd.org/sshd_config#HostbasedAuthentication"],
});
