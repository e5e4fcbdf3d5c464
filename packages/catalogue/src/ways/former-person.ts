import { defineWays } from "@secondlock/model";
import { rootOf, useOf } from "./asset.ts";
import { administrators, loginsOf, personTitle } from "./declared.ts";
import { begins, notSeenYet } from "./lock.ts";

/**
 * Whoever leaves keeps laptop, key, second factor and memory; only what the others take away counts. That keys and accounts are
 * those declared, or that sshd has a list of who may log in, holds just because the leaver is still declared: such a control
 * would count only once the person is out of the service file.
 */
export const formerPerson = defineWays({
  id: "former-person",
  title: "Somebody who has left",
  covers: ["R011", "R030", "R258", "R261"],
  ways: (service) => [
    ...service.hosts.flatMap((host) =>
      loginsOf(host).map(({ person, account, id }) => ({
        id: `former-person:${id}@${host.id}`,
        title: `${personTitle(person)}, having left, logs in on ${host.id}${account === person.account ? "" : ` as ${account}`}`,
        asset: rootOf(host),
        harm: "change" as const,
        locks: [
          begins(`${personTitle(person)} leaves`, `person:${person.name}/left`),
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
