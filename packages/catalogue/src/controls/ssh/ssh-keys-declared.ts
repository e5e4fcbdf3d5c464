import { accountOf, broken, byHand, defineControl, everyAccount, holds, onlyWhere, undecided } from "@secondlock/model";
import { accounts } from "../../facts/accounts.ts";
import { authorizedKeys, keyName, keysOf, overfull, strangeKey } from "../../facts/authorized-keys.ts";
import { keysAsDeclared, keysByAccount } from "../../states/keys-as-declared.ts";
import { strayKeysGone } from "../../states/stray-keys-gone.ts";
import { administratorsReady, leaversClosed } from "../../states/people-as-declared.ts";

const everyOther = { id: "account:*", title: "every other account" };

export const sshKeysDeclared = defineControl({
  id: "ssh-keys-declared",
  title: "Every key that opens an account belongs to a declared person",
  why: "A key that nobody knows of is a way in for somebody who has left, or for an intruder who wants to come back.",
  severity: "high",
  area: "ssh",
  covers: ["R008", "R010", "R011", "R058"],
  applies: onlyWhere(({ peopleDeclared }) => peopleDeclared, "the service file does not say who administers this host"),
  each: (wanted) => [...everyAccount(wanted), everyOther],
  facts: { authorized: authorizedKeys, accounts },
  verdict({ authorized, accounts: list }, wanted, instance) {
    const named = everyAccount(wanted).map(accountOf);
    const inAccount = (account: string): boolean =>
      instance.id === everyOther.id ? !named.includes(account) : account === accountOf(instance);
    // sshd lets nobody into an account that has expired, so what is in its files opens nothing
    const closed = new Set(list.accounts.filter(({ expired }) => expired).map(({ name }) => name));
    const keys = keysOf(authorized).filter(({ account }) => inAccount(account) && !closed.has(account));
    const strange = keys.flatMap((key) => {
      const said = strangeKey(key, wanted);
      return said === undefined ? [] : [`${key.account}: ${keyName(key)} ${said}`];
    });
    if (strange.length > 0) return broken(strange.slice(0, 3).join("; "));
    const [full] = overfull(authorized).filter((account) => inAccount(account) && !closed.has(account));
    if (full !== undefined) return broken(`${full}: the key file holds more than anybody looks through`);
    const [source] = authorized.elsewhere;
    if (source !== undefined) return broken(`keys also come from ${source}, which the service file cannot name`);
    return authorized.complete
      ? holds(`${keys.length} keys, each of a declared person`)
      : undecided("there are more accounts than are looked at");
  },
  attempt: { none: "it would need the private half of a key that nobody knows of" },
  fix: (wanted) => [
    ...administratorsReady(wanted),
    ...keysAsDeclared(wanted),
    ...strayKeysGone(wanted),
    ...leaversClosed(wanted),
    ...(keysByAccount(wanted).size > 0 ? [] : [byHand("Write the keys of each administrator under people: first.")]),
  ],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT"],
});
