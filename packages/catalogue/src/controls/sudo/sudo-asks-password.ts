import {
  accountOf,
  broken,
  byHand,
  defineControl,
  everyAdministrator,
  everyHost,
  holds,
  notApplicable,
  undecided,
} from "@secondlock/model";
import { ordinaryRefusal } from "../../attempts/ordinary-refusal.ts";
import { accounts } from "../../facts/accounts.ts";
import { rootServices, unlessOpen } from "../../facts/pam-openings.ts";
import { pamStacks } from "../../facts/pam-stacks.ts";
import { rootByGroup } from "../../facts/root-groups.ts";
import { besideAuditor, fullSudoers, withoutPassword } from "../../facts/sudo-people.ts";
import { sudoers } from "../../facts/sudoers.ts";
import { pamOpeningsClosed } from "../../states/pam-openings-closed.ts";
import { sudoWithPassword } from "../../states/sudo-settings.ts";

export const sudoAsksPassword = defineControl({
  id: "sudo-asks-password",
  title: "sudo asks for a password",
  why: "Without it, whoever gets hold of an administrator's key or session is root at once.",
  severity: "high",
  area: "sudo",
  covers: ["R012", "R032"],
  applies: everyHost,
  each: (wanted) => [{ id: "host", title: "the host" }, ...everyAdministrator(wanted)],
  facts: { sudoers, accounts, pam: pamStacks },
  verdict({ sudoers: rules, accounts: list, pam }, wanted, instance) {
    const sudo = besideAuditor(rules, wanted);
    const people = instance.id === "host" ? everyAdministrator(wanted).map(accountOf) : [accountOf(instance)];
    const past = rootByGroup(list, instance.id === "host" ? [...people, ...fullSudoers(sudo, list)] : people);
    if (past.length > 0) return broken(past.slice(0, 3).join("; "));
    if (!sudo.installed) return notApplicable("sudo is not installed");
    const free = withoutPassword(sudo, list, instance.id === "host" ? undefined : accountOf(instance)).slice(0, 3);
    if (free.length > 0) return broken(free.join("; "));
    const [more] = sudo.directories.map((name) => undecided(`rules also come from ${name}`));
    return unlessOpen(pam, rootServices, more ?? holds("no NOPASSWD in any rule"));
  },
  attempt: ordinaryRefusal({
    id: "sudo-without-password",
    title: "run a command with sudo and give no password",
    argv: () => ["sudo", "-k", "-n", "true"],
  }),
  fix: (wanted) => [
    sudoWithPassword(wanted),
    pamOpeningsClosed(rootServices),
    byHand("Where an administrator is in docker, lxd, disk or shadow: `gpasswd -d NAME GROUP`, and use sudo instead."),
  ],
  lock: ({ id, admins }, instance) => {
    const person = admins.find(({ account }) => account === accountOf(instance));
    const whose = person ? [`person:${person.name}` as const] : [];
    return { stops: ["read", "change"], domains: [`host:${id}`, ...whose] };
  },
  references: ["CIS Debian 12 5.2.4, 5.2.5", "https://www.sudo.ws/docs/man/sudoers.man/#authenticate"],
});
