import { type Change, defineState, type State } from "@secondlock/model";
import { type Account, type AccountList, accounts } from "../facts/accounts.ts";

interface Words extends Pick<State, "costs" | "risk"> {
  /** Why nothing is locked yet, while people have something to do first. */
  readonly waits?: (list: AccountList) => string | undefined;
}

/** Locks the password of the accounts that match: nothing typed opens them any more; keys go on working. */
export function passwordsLocked(
  which: string,
  matching: (account: Account) => boolean,
  { waits = () => undefined, ...words }: Words = {},
): State<AccountList> {
  const lockedIn = (list: AccountList): ((account: Account) => boolean) =>
    waits(list) === undefined ? matching : () => false;
  return defineState({
    resource: "file:/etc/shadow",
    text: `lock the password of ${which}`,
    settings: { [which]: "locked" },
    fact: accounts,
    settle(list) {
      const matches = lockedIn(list);
      const accounts = list.accounts.map((one) => (matches(one) ? { ...one, password: "locked" as const } : one));
      return { ...list, accounts };
    },
    bring: (_settings, list) =>
      list.accounts
        .filter((one) => lockedIn(list)(one) && one.password !== "locked")
        .map(({ name }): Change => ({ kind: "account", account: name, wanted: { password: "locked" } })),
    notes: (list) => [waits(list) ?? []].flat(),
    ...words,
  });
}

/** Takes the login shell from the accounts that match. */
export function shellsClosed(which: string, matches: (account: Account) => boolean): State<AccountList> {
  const shell = "/usr/sbin/nologin";
  return defineState({
    resource: "file:/etc/passwd",
    text: `give ${which} the shell ${shell}`,
    settings: { [which]: "nologin" },
    fact: accounts,
    settle: (list) => ({
      ...list,
      accounts: list.accounts.map((one) => (matches(one) ? { ...one, shell } : one)),
    }),
    bring: (_settings, list) =>
      list.accounts
        .filter((one) => matches(one) && one.shell !== shell)
        .map(({ name }): Change => ({ kind: "account", account: name, wanted: { shell } })),
    costs: "`su NAME` and cron lines that need the account's shell stop; `runuser -u NAME -- COMMAND` goes on working.",
  });
}

/** As `groupadd --system` gives it: from 999 downwards. */
function freeGid(taken: readonly number[]): number {
  let gid = 999;
  while (taken.includes(gid) && gid > 100) gid -= 1;
  return gid;
}

/** A group that is there and has no member. */
export function groupEmptied(name: string): State<AccountList> {
  return defineState({
    resource: `group:${name}`,
    text: `the group ${name} without a member`,
    settings: { members: "none" },
    fact: accounts,
    settle: (list) => {
      const gid =
        list.groups.find((group) => group.name === name)?.gid ?? freeGid(list.groups.map((group) => group.gid));
      const others = list.groups.filter((group) => group.name !== name);
      return { ...list, groups: [...others, { name, gid, members: [] }] };
    },
    bring(_settings, { groups }) {
      const found = groups.find((group) => group.name === name);
      // a group is made for an account that is put into it, and then taken out again
      if (!found) return [{ kind: "account", account: "nobody", wanted: { into: [name], outOf: [name] } }];
      return found.members.map((account): Change => ({ kind: "account", account, wanted: { outOf: [name] } }));
    },
    costs: "Nobody but root can use su; sudo takes its place.",
  });
}
