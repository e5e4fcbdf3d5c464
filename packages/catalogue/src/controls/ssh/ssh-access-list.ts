import { broken, byHand, defineControl, everyHost } from "@secondlock/model";
import { accessList, loginAccounts } from "../../facts/login-methods.ts";
import { settingsFor, sshdEffective } from "../../facts/sshd-effective.ts";
import { sshdAllowUsers } from "../../states/sshd-allow-users.ts";

export const sshAccessList = defineControl({
  id: "ssh-access-list",
  title: "Only named accounts may log in over SSH",
  why: "With a list, an account that somebody adds or forgets is no way in, even with a key or a password of its own.",
  severity: "medium",
  area: "ssh",
  covers: ["R011", "R030"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict({ sshd }, wanted) {
    const verdicts = Object.keys(sshd.byAccount).map((account) => accessList(settingsFor(sshd, account), wanted));
    return verdicts.find(({ inside }) => inside !== "holds") ?? verdicts[0] ?? broken("sshd has no list");
  },
  attempt: { none: "sshd treats an account that is not on its list like one with a wrong key" },
  fix(wanted) {
    const accounts = loginAccounts(wanted);
    return accounts.length === 0
      ? [byHand("Write AllowUsers with the accounts that may log in.")]
      : [sshdAllowUsers(accounts)];
  },
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["CIS Debian 12 5.1.4", "https://man.openbsd.org/sshd_config#AllowUsers"],
});
