import { defineWays } from "@secondlock/model";
import { accountsOn, useOf } from "./asset.ts";
import { applicationHosts, databasesOf, nameOfSite } from "./declared.ts";
import { databasePassword } from "./database-network.ts";
import { begins, beginsOn, lockOf, notSeenYet } from "./lock.ts";

export const secretLeaked = defineWays({
  id: "secret-leaked",
  title: "A secret is known",
  covers: ["R143", "R144", "R145", "R148", "R149", "R154", "R156", "R160"],
  ways: (service) => [
    ...service.secrets.map((secret) => ({
      id: `secret-leaked:${secret}`,
      title: `using ${secret} from somewhere else`,
      asset: useOf(secret),
      harm: "read" as const,
      locks: [
        begins(`${secret} is stolen`, `credential:secret-${secret}`),
        notSeenYet("key-address-limit", `${secret} works from our addresses only`, "read", `vendor:of-${secret}`),
        notSeenYet(
          "key-signed-requests",
          `${secret} works with signed requests only`,
          "read",
          `credential:signing-${secret}`,
        ),
      ],
    })),
    ...applicationHosts(service).flatMap((host) => [
      {
        id: `secret-leaked:env@${host.id}`,
        title: `opening the secrets in the .env file of ${host.id}`,
        asset: useOf(`the .env file of ${host.id}`),
        harm: "read" as const,
        locks: [
          begins("the file is published", `custody:env-${host.id}`),
          notSeenYet(
            "sealed-secrets",
            `the secrets of ${host.id} are sealed with a key that lies elsewhere`,
            "read",
            `host:${host.id}`,
          ),
          notSeenYet("confirmed-opening", "a third party confirms each opening", "read", "host:confirmer"),
        ],
      },
      {
        id: `secret-leaked:config@${host.id}`,
        title: `an ordinary account reads the configuration on ${host.id}`,
        asset: useOf(`the configuration of ${host.id}`),
        harm: "read" as const,
        locks: [
          beginsOn(host.id, `an intruder has an ordinary account on ${host.id}`, `path:intruder-${host.id}`),
          lockOf("application-config-modes", host.id),
          notSeenYet(
            "sealed-secrets",
            `the secrets of ${host.id} are sealed with a key that lies elsewhere`,
            "read",
            `host:${host.id}`,
          ),
        ],
      },
      {
        id: `secret-leaked:tls@${host.id}`,
        title: `an ordinary account reads the TLS keys on ${host.id}`,
        asset: useOf(`the TLS keys of ${host.id}`),
        harm: "read" as const,
        locks: [
          beginsOn(host.id, `an intruder has an ordinary account on ${host.id}`, `path:intruder-${host.id}`),
          lockOf("tls-key-modes", host.id),
          notSeenYet(
            "short-certificates",
            "certificates run out within days, not years",
            "read",
            "vendor:certificates",
          ),
        ],
      },
      ...databasesOf(host, service).map((database) => ({
        id: `secret-leaked:env@${host.id}/${database.name}`,
        title: `the password of ${database.name} out of the .env file of ${host.id}`,
        asset: useOf(databasePassword(database)),
        harm: "read" as const,
        locks: [
          begins("the file is published", `custody:env-${host.id}`),
          lockOf("database-port-from-clients-only", database.host, { instance: `database:${database.name}` }),
          lockOf("database-accounts-host-restricted", database.host, { instance: `database:${database.name}` }),
          notSeenYet(
            "sealed-secrets",
            `the secrets of ${host.id} are sealed with a key that lies elsewhere`,
            "read",
            `host:${host.id}`,
          ),
        ],
      })),
    ]),
    ...service.sites.map(nameOfSite).map((site) => ({
      id: `secret-leaked:app-key@${site}`,
      title: `forging sessions of ${site} with the application's secret key`,
      asset: accountsOn(site),
      harm: "change" as const,
      locks: [
        begins("the secret key is known", `credential:app-key-${site}`),
        notSeenYet(
          "session-on-server",
          `a session of ${site} counts only while the server knows it`,
          "change",
          `path:sessions-${site}`,
        ),
        notSeenYet(
          "second-app-key",
          "a second key is needed, and a third party confirms both",
          "change",
          "host:confirmer",
        ),
      ],
    })),
  ],
});
