import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { type Account, accounts, canLogIn } from "../../facts/accounts.ts";
import { passwordsLocked, shellsClosed } from "../../states/account-passwords.ts";

const isSystem = ({ uid, name }: Account): boolean => name !== "root" && ((uid > 0 && uid < 1000) || uid === 65_534);
// Debian gives postgres a shell, and scripts count on `su - postgres`; its password stays locked
const hasOpenShell = (one: Account): boolean => isSystem(one) && canLogIn(one) && one.name !== "postgres";
const hasPassword = (one: Account): boolean => isSystem(one) && one.password !== "locked";

export const systemAccountsNoLogin = defineControl({
  id: "system-accounts-no-login",
  title: "Accounts of services cannot log in",
  why: "A service needs no shell; whoever breaks into one could otherwise turn its account into a lasting login.",
  severity: "medium",
  area: "accounts",
  covers: ["R011", "R031"],
  applies: everyHost,
  facts: { accounts },
  verdict({ accounts: list }, { auditor }) {
    const passwords = list.accounts.filter(hasPassword).map(({ name }) => name);
    if (passwords.length > 0) return broken(`with a password: ${passwords.join(", ")}`);
    const shells = list.accounts
      .filter((one) => hasOpenShell(one) && one.name !== auditor?.account)
      .map(({ name, shell }) => `${name} (${shell})`);
    return shells.length === 0 ? holds("no shell and no password") : broken(`with a shell: ${shells.join(", ")}`);
  },
  attempt: { none: "it would need the service's own credentials" },
  fix: ({ auditor }) => [
    passwordsLocked("system accounts", hasPassword),
    shellsClosed("system accounts", (one) => hasOpenShell(one) && one.name !== auditor?.account),
  ],
  references: ["CIS Debian 12 5.4.2.7", "CIS Debian 12 5.4.2.8"],
});
