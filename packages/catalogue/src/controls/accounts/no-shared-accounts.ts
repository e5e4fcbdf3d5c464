import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { accounts, loginAccounts } from "../../facts/accounts.ts";
import { leaversClosed } from "../../states/people-as-declared.ts";

const nobodys =
  /^(guest|gast|test|demo|temp|tmp|user|users|shared|team|admin|administrator|support|ubuntu|debian|centos|ec2-user|cloud-user|pi|vagrant|kali|student|training)\d{0,3}$/;

export const noSharedAccounts = defineControl({
  id: "no-shared-accounts",
  title: "No guest and no shared accounts",
  why: "When several people use one login, nobody can say who did it, and nobody's access can be taken away alone.",
  severity: "medium",
  area: "accounts",
  covers: ["R011", "R010", "R030"],
  applies: everyHost,
  facts: { accounts },
  verdict({ accounts: list }, { admins, throwaway }) {
    const names = admins.map(({ account }) => account);
    const several = names.find((name, index) => names.indexOf(name) !== index);
    if (several !== undefined)
      return broken(
        `${admins
          .filter(({ account }) => account === several)
          .map(({ name }) => name)
          .join(" and ")} share ${several}`,
      );
    const found = loginAccounts(list)
      .filter(
        ({ name, expired }) => nobodys.test(name) && !expired && !names.includes(name) && name !== throwaway?.account,
      )
      .map(({ name }) => name);
    return found.length === 0
      ? holds("no login has a name that nobody owns")
      : broken(`nobody's login: ${found.join(", ")}`);
  },
  attempt: { none: "it would need the password or key of such an account" },
  fix: (wanted) => [
    ...leaversClosed(wanted),
    byHand(
      "Give each person an account of their own, then close the shared one: `usermod --lock --expiredate 1 NAME`, and move its authorized_keys away.",
    ),
  ],
  references: [
    "https://cloudinit.readthedocs.io/en/latest/reference/modules.html#users-and-groups",
    "CIS Controls, account management",
  ],
});
