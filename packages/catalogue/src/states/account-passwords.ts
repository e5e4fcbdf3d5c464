import { defineState, type State } from "@secondlock/model";
import { type Account, type AccountList, accounts } from "../facts/accounts.ts";

/** Locks the password of the accounts that match: nothing typed opens them any more; keys go on working. */
export function passwordsLocked(which: string, matches: (account: Account) => boolean): State<AccountList> {
  return defineState({
    resource: "file:/etc/shadow",
    text: `lock the password of ${which}`,
    settings: { [which]: "locked" },
    fact: accounts,
    settle: (list) => ({
      ...list,
      accounts: list.accounts.map((one) =>
        matches(one) ? { ...one, password: "locked" as const, inPasswd: false } : one,
      ),
    }),
  });
}

/** Takes the login shell from the accounts that match. */
export function shellsClosed(which: string, matches: (account: Account) => boolean): State<AccountList> {
  return defineState({
    resource: "file:/etc/passwd",
    text: `give ${which} the shell /usr/sbin/nologin`,
    settings: { [which]: "nologin" },
    fact: accounts,
    settle: (list) => ({
      ...list,
      accounts: list.accounts.map((one) => (matches(one) ? { ...one, shell: "/usr/sbin/nologin" } : one)),
    }),
  });
}

/** A group that is there and has no member. */
export function groupEmptied(name: string): State<AccountList> {
  return defineState({
    resource: `group:${name}`,
    text: `the group ${name} without a member`,
    settings: { members: "none" },
    fact: accounts,
    settle: (list) => ({
      ...list,
      groups: [
        ...list.groups.filter((group) => group.name !== name),
        { name, gid: list.groups.find((group) => group.name === name)?.gid ?? -1, members: [] },
      ],
    }),
  });
}
