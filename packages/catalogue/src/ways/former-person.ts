import { defineWays } from "@secondlock/model";
import { rootOf, useOf } from "./asset.ts";
import { administrators, administratorsOf, personTitle } from "./declared.ts";
import { begins, lockOf, notSeenYet } from "./lock.ts";

/** Whoever leaves keeps laptop, key, second factor and memory; only what the others take away counts. */
export const formerPerson = defineWays({
  id: "former-person",
  title: "Somebody who has left",
  covers: ["R011", "R030", "R258", "R261"],
  ways: (service) => [
    ...service.hosts.flatMap((host) =>
      administratorsOf(host).map((person) => ({
        id: `former-person:${person.name}@${host.id}`,
        title: `${personTitle(person)}, having left, logs in on ${host.id}`,
        asset: rootOf(host),
        harm: "change" as const,
        locks: [
          begins(`${personTitle(person)} leaves`, `person:${person.name}/left`),
          lockOf("ssh-keys-declared", host.id, { instance: `account:${person.account}` }),
          lockOf("accounts-declared", host.id),
          lockOf("ssh-access-list", host.id),
          lockOf("only-root-is-uid-0", host.id),
          notSeenYet(
            "leaver-check",
            "everything a leaver had is taken back, by a list",
            ["read", "change"],
            "person:leaver-check",
          ),
        ],
      })),
    ),
    ...administrators(service).flatMap((person) =>
      service.secrets.map((secret) => ({
        id: `former-person:${person.name}/${secret}`,
        title: `${personTitle(person)}, having left, uses ${secret}`,
        asset: useOf(secret),
        harm: "read" as const,
        locks: [
          begins(`${personTitle(person)} leaves`, `person:${person.name}/left`),
          notSeenYet("secret-rotation", `${secret} is changed when somebody leaves`, "read", "person:leaver-check"),
          notSeenYet("key-address-limit", `${secret} works from our addresses only`, "read", `vendor:of-${secret}`),
        ],
      })),
    ),
  ],
});
