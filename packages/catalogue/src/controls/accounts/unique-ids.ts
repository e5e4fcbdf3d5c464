import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { accounts } from "../../facts/accounts.ts";

export const uniqueIds = defineControl({
  id: "unique-ids",
  title: "Every name and every number belongs to one account",
  why: "Two accounts with one number are the same for every permission, and the log cannot tell them apart.",
  severity: "medium",
  area: "accounts",
  covers: ["R011", "R030"],
  applies: everyHost,
  facts: { accounts },
  verdict({ accounts: { accounts: list, groups } }) {
    const twice = [
      ...doubles(list.map(({ name }) => `account ${name}`)),
      ...doubles(list.map(({ uid }) => `uid ${uid}`)),
      ...doubles(groups.map(({ name }) => `group ${name}`)),
      ...doubles(groups.map(({ gid }) => `gid ${gid}`)),
    ];
    return twice.length === 0 ? holds("no name and no number twice") : broken(`twice: ${twice.slice(0, 5).join(", ")}`);
  },
  attempt: { none: "it is a question of the account list" },
  fix: () => [
    byHand(
      "Give one of the two a number of its own (`usermod -u`, `groupmod -g`), and its files with it (`find / -xdev -uid OLD`).",
    ),
  ],
  references: ["CIS Debian 12 7.2.5", "CIS Debian 12 7.2.8"],
});

function doubles(all: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return all.filter((one) => seen.size === seen.add(one).size);
}
