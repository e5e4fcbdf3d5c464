import { broken, defineControl, everyHost, holds, notApplicable, undecided } from "@secondlock/model";
import { accounts } from "../../facts/accounts.ts";
import { passwordsLocked } from "../../states/account-passwords.ts";

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
  fix: () => [
    passwordsLocked("root", ({ name }) => name === "root", {
      costs: "Root's password opens nothing any more, the console neither: log in as an administrator, then sudo.",
      risk: "When the last administrator's sudo fails, only a boot from another medium leads back: keep two administrators, or keep root's password by `allow: [console-recovery]` under the host.",
    }),
  ],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.4.2.4", "https://manpages.debian.org/bookworm/passwd/passwd.1.en.html"],
});
