import { broken, byHand, defineControl, holds, onlyWhere, undecided } from "@secondlock/model";
import { accounts, loginAccounts } from "../../facts/accounts.ts";
import { leaversClosed } from "../../states/people-as-declared.ts";

export const accountsDeclared = defineControl({
  id: "accounts-declared",
  title: "Only declared people have a login",
  why: "A login that nobody answers for is the former colleague's, the supplier's or the burglar's.",
  severity: "high",
  area: "accounts",
  covers: ["R011", "R030"],
  applies: onlyWhere(({ peopleDeclared }) => peopleDeclared, "the service file does not say who administers"),
  facts: { accounts },
  verdict({ accounts: list }, { admins, application, ssh, throwaway, auditor }) {
    const declared = new Set([
      ...admins.map(({ account }) => account),
      application?.user,
      ssh?.user,
      throwaway?.account,
      auditor?.account,
    ]);
    const others = loginAccounts(list)
      .filter(({ name, expired }) => !declared.has(name) && !expired)
      .map(({ name }) => name);
    if (others.length > 0) return broken(`can log in and is not declared: ${others.join(", ")}`);
    if (list.directories.length > 0) return undecided(`accounts also come from ${list.directories.join(", ")}`);
    return holds("every login belongs to somebody declared");
  },
  attempt: { none: "it would need the key or password of somebody who is not declared" },
  fix: (wanted) => [...leaversClosed(wanted), byHand("Declare whoever still needs the login, before it is closed.")],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.4.2", "https://manpages.debian.org/bookworm/passwd/usermod.8.en.html"],
});
