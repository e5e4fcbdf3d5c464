import { broken, holds, type Inside, undecided } from "@secondlock/model";
import { settingsFor, type SshdEffective } from "./sshd-effective.ts";

/** Judges one keyword of sshd for one account. A keyword that sshd does not print is never good. */
export function keywordFor(
  sshd: SshdEffective,
  account: string,
  keyword: string,
  good: (value: string) => boolean,
): Inside {
  const value = settingsFor(sshd, account)[keyword];
  if (value === undefined) return broken(`${keyword} is not set`);
  const because = `${keyword} ${value.replaceAll("\n", " ")}`;
  return good(value) ? holds(because) : broken(because);
}

/** Judges one keyword for every account that was asked for; the first one that is not good counts. */
export function keywordForAll(sshd: SshdEffective, keyword: string, good: (value: string) => boolean): Inside {
  const verdicts = Object.keys(sshd.byAccount).map((account) => ({
    account,
    ...keywordFor(sshd, account, keyword, good),
  }));
  const [first] = verdicts;
  const worst = verdicts.find(({ inside }) => inside === "broken");
  if (first === undefined) return undecided("sshd was asked for no account");
  if (worst === undefined) return holds(first.because);
  const same = verdicts.every(({ because }) => because === worst.because);
  return broken(same ? worst.because : `${worst.because} for ${worst.account}`);
}

/** The first verdict that is not good, otherwise the first. */
export function worstOf(first: Inside, ...others: readonly Inside[]): Inside {
  return [first, ...others].find(({ inside }) => inside !== "holds") ?? first;
}

/** A whole number between the two, as sshd prints it. */
export function between(least: number, most: number): (value: string) => boolean {
  return (value) => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most;
}

/** Judges a keyword that is a list, for every account: each member must be among the good ones. */
export function onlyAmong(sshd: SshdEffective, keyword: string, good: readonly string[]): Inside {
  return membersOf(sshd, keyword, (member) => good.includes(member));
}

/** The same with the members that must not be there. */
export function noneAmong(sshd: SshdEffective, keyword: string, bad: readonly string[]): Inside {
  return membersOf(sshd, keyword, (member) => !bad.includes(member));
}

function membersOf(sshd: SshdEffective, keyword: string, good: (member: string) => boolean): Inside {
  const lists = Object.values(sshd.byAccount).map((settings) => settings[keyword]);
  if (lists.length === 0) return undecided("sshd was asked for no account");
  if (lists.some((list) => list === undefined || list === "")) return broken(`${keyword} is not set`);
  const members = [...new Set(lists.flatMap((list) => list?.split(",") ?? []))];
  const weak = members.filter((member) => !good(member));
  return weak.length > 0 ? broken(`${keyword} has ${weak.join(", ")}`) : holds(`${keyword} ${members.join(", ")}`);
}
