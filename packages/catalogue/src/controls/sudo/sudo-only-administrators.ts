import { broken, defineControl, holds, notApplicable, onlyWhere, undecided, byHand } from "@secondlock/model";
import { accounts } from "../../facts/accounts.ts";
import { fullSudoers } from "../../facts/sudo-people.ts";
import { sudoers } from "../../facts/sudoers.ts";

export const sudoOnlyAdministrators = defineControl({
  id: "sudo-only-administrators",
  title: "Only declared administrators can become root",
  why: "Each further account that may run everything as root is one more key, laptop and person that opens the host.",
  severity: "high",
  area: "sudo",
  covers: ["R031", "R030", "R013"],
  applies: onlyWhere(({ peopleDeclared }) => peopleDeclared, "the service file does not say who administers"),
  facts: { sudoers, accounts },
  verdict({ sudoers: sudo, accounts: list }, { admins }) {
    if (!sudo.installed) return notApplicable("sudo is not installed");
    const declared = new Set(admins.map(({ account }) => account));
    const full = fullSudoers(sudo, list);
    const others = full.filter((person) => !declared.has(person));
    if (others.length > 0) return broken(`may run everything as root and is not declared: ${others.join(", ")}`);
    const elsewhere = [...sudo.directories, ...list.directories];
    if (elsewhere.length > 0) return undecided(`accounts or rules also come from ${elsewhere.join(", ")}`);
    return holds(full.length === 0 ? "nobody may run everything as root" : `only ${full.join(", ")}`);
  },
  attempt: { none: "it would need the login of somebody who is not declared" },
  fix: () => [
    byHand(
      "Take the account out of the group sudo (`deluser NAME sudo`) or its rule out of /etc/sudoers.d, or declare the person as administrator of this host.",
    ),
  ],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.2", "https://www.sudo.ws/docs/man/sudoers.man/#User_List"],
});
