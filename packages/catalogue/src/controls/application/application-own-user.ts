import { broken, defineControl, holds, onlyWhere } from "@secondlock/model";
import { applicationAccount } from "../../facts/application-account.ts";
import { applicationUserLocked, strongGroups } from "../../states/application-user.ts";

export const applicationOwnUser = defineControl({
  id: "application-own-user",
  title: "The application runs as an account of its own that nobody can log in to",
  why: "Whoever takes over the application has what its account has; with an account of its own that is little.",
  severity: "high",
  area: "application",
  covers: ["R225", "R226", "R231"],
  applies: onlyWhere((host) => host.application !== undefined, "no application is declared"),
  facts: { account: applicationAccount },
  verdict({ account: { uid, shell, password, groups, runsAs } }, wanted) {
    const user = wanted.application?.user ?? "";
    if (uid === undefined) return broken(`there is no account ${user}`);
    if (uid === 0) return broken(`${user} is root by another name`);
    if (wanted.admins.some((person) => person.account === user))
      return broken(`${user} is the account of an administrator`);
    if (!/\/(nologin|false)$/.test(shell)) return broken(`${user} has a shell (${shell || "the default one"})`);
    if (password !== "locked") return broken(`the password of ${user} is ${password === "set" ? "set" : "not locked"}`);
    const rights = groups.filter((group) => strongGroups.includes(group));
    if (rights.length > 0) return broken(`${user} is in ${rights.join(", ")}`);
    const others = runsAs.filter((name) => name !== user);
    if (others.length > 0) return broken(`processes of the application run as ${others.join(", ")}`);
    return holds(
      runsAs.length === 0 ? `${user} is locked; no process of it runs now` : `it runs as ${user}, which is locked`,
    );
  },
  attempt: { none: "becoming the account without a password would count as a failed login" },
  fix: (host) => [applicationUserLocked(host)],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["CIS Debian 12 5.4.2.7", "man systemd.exec"],
});
