import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { accounts, loginAccounts } from "../../facts/accounts.ts";
import { leaversClosed } from "../../states/people-as-declared.ts";
import { idleDays, idleLogins } from "../../facts/login-records.ts";

export const inactiveAccounts = defineControl({
  id: "inactive-accounts",
  title: "Nobody keeps a login that they do not use",
  why: "A login that nobody uses is missed by nobody when somebody else uses it.",
  severity: "low",
  area: "accounts",
  covers: ["R030", "R031"],
  applies: everyHost,
  facts: { accounts, idle: idleLogins },
  verdict({ accounts: list, idle }, { ssh, application, throwaway, auditor }) {
    // logins without a terminal are not recorded, so the accounts that programs use are never idle
    const inUse = [ssh?.user, application?.user, throwaway?.account, auditor?.account];
    const found = loginAccounts(list).filter(({ name, expired, age }) => {
      const record = idle.find(({ account }) => account === name);
      return (
        record !== undefined &&
        !inUse.includes(name) &&
        !expired &&
        !(record.never && age !== undefined && age < idleDays)
      );
    });
    return found.length === 0
      ? holds(`everybody logged in within ${idleDays} days`)
      : broken(`no login for ${idleDays} days: ${found.map(({ name }) => name).join(", ")}`);
  },
  attempt: { none: "it is a question of who still needs a login" },
  fix: (wanted) => [
    ...leaversClosed(wanted),
    byHand(
      "Ask the person, when it is somebody declared. `usermod --lock --expiredate 1 NAME` closes the account and keeps its files.",
    ),
  ],
  references: [
    "CIS Debian 12, shadow password suite parameters",
    "https://manpages.debian.org/bookworm/login/lastlog.8.en.html",
  ],
});
