import { broken, byHand, defineControl, holds, onlyWhere, undecided } from "@secondlock/model";
import { accounts, canLogIn } from "../../facts/accounts.ts";
import { fullSudoers, grants } from "../../facts/sudo-people.ts";
import { sudoers } from "../../facts/sudoers.ts";
import { keysAsDeclared } from "../../states/keys-as-declared.ts";
import { administratorsReady } from "../../states/people-as-declared.ts";
import { sudoInstalled } from "../../states/sudo-settings.ts";

export const sudoWorks = defineControl({
  id: "sudo-works",
  title: "Every administrator can become root with sudo",
  why: "Root itself is locked, so an administrator whose sudo fails cannot repair the host when it matters.",
  severity: "medium",
  area: "sudo",
  covers: ["R013"],
  applies: onlyWhere(({ admins }) => admins.length > 0, "the service file names no administrator of this host"),
  facts: { sudoers, accounts },
  verdict({ sudoers: sudo, accounts: list }, { admins }) {
    if (!sudo.installed) return broken("sudo is not installed");
    const full = fullSudoers(sudo, list);
    const free = new Set(
      grants(sudo, list)
        .filter(({ rule }) => rule.asks === false && rule.commands.includes("ALL"))
        .map(({ person }) => person),
    );
    for (const { account: name } of admins) {
      const account = list.accounts.find((one) => one.name === name);
      if (!account)
        return list.directories.length > 0
          ? undecided(`${name} may come from ${list.directories.join(", ")}`)
          : broken(`there is no account ${name}`);
      if (!canLogIn(account) || account.expired) return broken(`${name} cannot log in`);
      if (!full.includes(name) && !full.includes("everybody"))
        return broken(`no rule lets ${name} run everything as root`);
      if (account.password === "locked" && !free.has(name))
        return broken(`${name} has no password that sudo could ask for`);
    }
    return holds(
      admins.length > 1
        ? `${admins.length} administrators can`
        : "the only declared administrator can; a second one would be a spare way in",
    );
  },
  attempt: { none: "it would need the administrator's password" },
  fix: (wanted) => [
    sudoInstalled(),
    ...administratorsReady(wanted),
    ...keysAsDeclared(wanted),
    byHand(
      "As root: `passwd NAME` where the account has no password, `usermod --expiredate '' NAME` where it has expired. Try `sudo -v` in a second session before closing the first.",
    ),
  ],
  references: ["https://www.sudo.ws/docs/man/sudoers.man/", "https://wiki.debian.org/sudo"],
});
