import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { accounts } from "../../facts/accounts.ts";
import { passwordsLocked } from "../../states/account-passwords.ts";

export const noEmptyPasswords = defineControl({
  id: "no-empty-passwords",
  title: "No account has an empty password",
  why: "An empty password is an open door: Enter is enough, also for su and, where the account has it, sudo.",
  severity: "high",
  area: "passwords",
  covers: ["R014", "R001"],
  applies: everyHost,
  facts: { accounts },
  verdict({ accounts: list }) {
    const empty = list.accounts.filter(({ password }) => password === "empty").map(({ name }) => name);
    return empty.length === 0
      ? holds("every account has a password or a lock")
      : broken(`empty password: ${empty.join(", ")}`);
  },
  attempt: {
    none: "that SSH asks for a credential proves sshd or the account, not which of them: ssh-no-empty-passwords attempts it",
  },
  fix: () => [passwordsLocked("every account with an empty password", ({ password }) => password === "empty")],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 7.2.2", "https://manpages.debian.org/bookworm/passwd/shadow.5.en.html"],
});
