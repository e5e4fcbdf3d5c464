import {
  accountOf,
  broken,
  defineControl,
  everyAdministrator,
  everyHost,
  holds,
  notApplicable,
  undecided,
} from "@secondlock/model";
import { ordinaryRefusal } from "../../attempts/ordinary-refusal.ts";
import { accounts } from "../../facts/accounts.ts";
import { withoutPassword } from "../../facts/sudo-people.ts";
import { sudoers } from "../../facts/sudoers.ts";
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
  facts: { sudoers, accounts },
  verdict({ sudoers: sudo, accounts: list }, _wanted, instance) {
    if (!sudo.installed) return notApplicable("sudo is not installed");
    const free = withoutPassword(sudo, list, instance.id === "host" ? undefined : accountOf(instance));
    if (free.length > 0) return broken(free.slice(0, 3).join("; "));
    return sudo.directories.length > 0
      ? undecided(`rules also come from ${sudo.directories.join(", ")}`)
      : holds("no NOPASSWD in any rule");
  },
  attempt: ordinaryRefusal({
    id: "sudo-without-password",
    title: "run a command with sudo and give no password",
    argv: () => ["sudo", "-k", "-n", "true"],
  }),
  fix: () => [sudoWithPassword()],
  lock: (wanted, instance) => ({
    stops: ["read", "change"],
    domains: [
      `host:${wanted.id}`,
      ...wanted.admins
        .filter(({ account }) => account === accountOf(instance))
        .map(({ name }) => `person:${name}` as const),
    ],
  }),
  references: ["CIS Debian 12 5.2.4, 5.2.5", "https://www.sudo.ws/docs/man/sudoers.man/#authenticate"],
});
