import { broken, defineControl, holds, notApplicable, onlyWhere, undecided, byHand } from "@secondlock/model";
import { accounts } from "../../facts/accounts.ts";
import { besideAuditor, fullSudoers, strangersCommands } from "../../facts/sudo-people.ts";
import { sudoers } from "../../facts/sudoers.ts";
import { leaversClosed } from "../../states/people-as-declared.ts";

export const sudoOnlyAdministrators = defineControl({
  id: "sudo-only-administrators",
  title: "Only declared administrators can become root",
  why: "Each further account that may run everything as root is one more key, laptop and person that opens the host.",
  severity: "high",
  area: "sudo",
  covers: ["R031", "R030", "R013"],
  applies: onlyWhere(({ peopleDeclared }) => peopleDeclared, "the service file does not say who administers"),
  facts: { sudoers, accounts },
  verdict({ sudoers: rules, accounts: list }, wanted) {
    const { admins } = wanted;
    const sudo = besideAuditor(rules, wanted);
    if (!sudo.installed) return notApplicable("sudo is not installed");
    const declared = new Set(admins.map(({ account }) => account));
    const full = fullSudoers(sudo, list);
    // sudo asks PAM whether the caller's account has expired, and so does every way of logging in
    const closed = new Set(list.accounts.filter(({ expired }) => expired).map(({ name }) => name));
    const others = strangersCommands(sudo, list, declared).filter(({ person }) => !closed.has(person));
    const whole = [...new Set(others.filter(({ command }) => command === "ALL").map(({ person }) => person))];
    if (whole.length > 0) return broken(`may run everything as root and is not declared: ${whole.join(", ")}`);
    const first = others.find(({ all }) => all) ?? others[0];
    if (first?.all) return broken(`${first.person} is not declared and becomes root by ${first.command}`);
    const elsewhere = [...sudo.directories, ...list.directories];
    if (elsewhere.length > 0) return undecided(`accounts or rules also come from ${elsewhere.join(", ")}`);
    if (first) return undecided(`${first.person} may run ${first.command} as root, and is not declared`);
    return holds(full.length === 0 ? "nobody may run everything as root" : `only ${full.join(", ")}`);
  },
  attempt: { none: "it would need the login of somebody who is not declared" },
  fix: (wanted) => [
    ...leaversClosed(wanted),
    byHand(
      "Declare the person as administrator of this host, or take the rule out of /etc/sudoers.d where it is not for a person.",
    ),
  ],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.2", "https://www.sudo.ws/docs/man/sudoers.man/#User_List"],
});
