import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { accounts, membersOf } from "../../facts/accounts.ts";
import { rootGroups } from "../../facts/root-groups.ts";

export const groupsDeclared = defineControl({
  id: "groups-declared",
  title: "No group makes anybody root by the back door",
  why: "Members of docker, lxd, disk or shadow are root, or read every password hash, without sudo, password or trace.",
  severity: "high",
  area: "accounts",
  covers: ["R031", "R030", "R012"],
  applies: everyHost,
  facts: { accounts },
  verdict({ accounts: list }, { allow, admins }) {
    const declared = new Set(admins.map(({ account }) => account));
    const found = rootGroups.flatMap((group) =>
      membersOf(list, group)
        .filter((name) => name !== "root" && !(allow.includes(group) && declared.has(name)))
        .map((name) => `${name} in ${group}`),
    );
    return found.length === 0
      ? holds("docker, lxd, disk, shadow and the like have no member that is not declared")
      : broken(found.join(", "));
  },
  attempt: { none: "what such a group opens is attempted by password-hash-stored and sudo-asks-password" },
  fix: () => [
    byHand(
      "`gpasswd -d NAME GROUP`. Where administrators are meant to use docker without sudo, declare it: `allow: [docker]`.",
    ),
  ],
  references: [
    "https://docs.docker.com/engine/security/#docker-daemon-attack-surface",
    "CIS Debian 12, local user and group settings",
    "https://wiki.debian.org/SystemGroups",
  ],
});
