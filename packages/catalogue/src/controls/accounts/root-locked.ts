import { broken, defineControl, everyHost, type HostWanted, holds, notApplicable, undecided } from "@secondlock/model";
import { type AccountList, accounts, membersOf } from "../../facts/accounts.ts";
import { passwordsLocked } from "../../states/account-passwords.ts";

/** Somebody who can log in at a console and become root there: a declared administrator, or where none is, a member of sudo. */
function hasAdministrator(list: AccountList, { admins, peopleDeclared }: HostWanted): boolean {
  const names = peopleDeclared ? admins.map(({ account }) => account) : membersOf(list, "sudo");
  return list.accounts.some(
    ({ name, uid, password, expired }) => uid !== 0 && password === "set" && !expired && names.includes(name),
  );
}

export const rootLocked = defineControl({
  id: "root-locked",
  title: "Root has no password",
  why: "Root is the one name that everybody knows; without a password it opens neither su nor the console.",
  severity: "medium",
  area: "accounts",
  covers: ["R019", "R001"],
  applies: everyHost,
  facts: { accounts },
  verdict({ accounts: list }, { allow }) {
    const root = list.accounts.find(({ name }) => name === "root");
    if (!root) return undecided("there is no account root");
    if (root.password === "empty") return broken("root's password is empty");
    if (root.password === "locked") return holds("root's password is locked");
    return allow.includes("console-recovery")
      ? notApplicable("root has a password, declared for recovery at the console")
      : broken("root has a password");
  },
  attempt: { none: "each try of su with a wrong password would count as a failed login" },
  fix: (wanted) => [
    passwordsLocked("root", ({ name }) => name === "root", {
      waits: (list) =>
        hasAdministrator(list, wanted)
          ? undefined
          : "Root keeps its password while no administrator has one, or the console would open to nobody: declare an administrator under people:, harden, give the account a password (sudo passwd NAME), and harden again.",
      costs: "Root's password opens nothing any more, the console neither: log in as an administrator, then sudo.",
      risk: "When the last administrator's sudo fails, only a boot from another medium leads back: keep two administrators, or keep root's password by `allow: [console-recovery]` under the host.",
    }),
  ],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.4.2.4", "https://manpages.debian.org/bookworm/passwd/passwd.1.en.html"],
});
