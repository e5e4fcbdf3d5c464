import { type AccountList, membersOf } from "./accounts.ts";

/** Groups whose members are root in one step. */
export const rootGroups = ["docker", "lxd", "incus-admin", "libvirt", "podman", "disk", "shadow", "kmem"] as const;

/** Why somebody needs no sudo to be root, group by group. Root itself may be in any of them. */
export function rootByGroup(list: AccountList, people: readonly string[]): readonly string[] {
  return rootGroups.flatMap((group) =>
    membersOf(list, group)
      .filter((name) => name !== "root" && people.includes(name))
      .map((name) => `${name} is in ${group}, which is root without sudo`),
  );
}
