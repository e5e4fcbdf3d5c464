import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { accounts } from "../../facts/accounts.ts";

export const onlyRootIsUid0 = defineControl({
  id: "only-root-is-uid-0",
  title: "Only root has user id 0",
  why: "Any other account with id 0 is root under a name that nobody watches: the classic back door.",
  severity: "high",
  area: "accounts",
  covers: ["R011"],
  applies: everyHost,
  facts: { accounts },
  verdict({ accounts: list }) {
    const others = list.accounts.filter(({ uid, name }) => uid === 0 && name !== "root").map(({ name }) => name);
    return others.length === 0 ? holds("only root") : broken(`also root: ${others.join(", ")}`);
  },
  attempt: { none: "it would need the login of such an account" },
  fix: () => [
    byHand("Find out who made the account and when, before it goes: it may be a break-in. Then `userdel -f NAME`."),
  ],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.4.2.1"],
});
