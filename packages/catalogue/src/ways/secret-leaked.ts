import {
  type Asset,
  defineWays,
  type HostWanted,
  type LockWanted,
  type ServiceWanted,
  type WayWanted,
} from "@secondlock/model";
import { accountsOn, useOf } from "./asset.ts";
import { applicationHosts, databasesOf, hostsOfSite, nameOfSite } from "./declared.ts";
import { databasePassword } from "./database-network.ts";
import { begins, beginsOn, lockOf, locksOf, notSeenYet } from "./lock.ts";

/** What a sealed file takes to be opened: keys that the host keeps, and a confirmer that agrees. */
function sealedOn(host: HostWanted): readonly LockWanted[] {
  return locksOf(host.id, "environment-files-sealed", "sealed-confirmer-elsewhere");
}

/** Root on a host has what its application holds in memory: its fall is the harm itself. */
function inMemoryOf(host: HostWanted, asset: Asset): Asset {
  return { ...asset, home: [...asset.home, `host:${host.id}`] };
}

/** Hosts whose sealed file has a secret, as the service file says. One that is only named may lie anywhere. */
function hostsWith(secret: string, { hosts }: ServiceWanted): readonly HostWanted[] {
  return hosts.filter(({ sealed = [] }) => sealed.some(({ rotate }) => rotate.some(({ name }) => name === secret)));
}

function keyStolen(secret: string, host?: HostWanted): WayWanted {
  const asset = useOf(secret);
  return {
    id: `secret-leaked:${secret}${host ? `@${host.id}` : ""}`,
    title: `using ${secret}${host ? ` of ${host.id}` : ""} from somewhere else`,
    asset: host ? inMemoryOf(host, asset) : asset,
    harm: "read",
    locks: [
      begins(`${secret} is stolen from where it lies`, `credential:secret-${secret}`),
      ...(host
        ? sealedOn(host)
        : [notSeenYet("sealed-secret", `${secret} is in a sealed file`, "read", `custody:${secret}`)]),
      notSeenYet("key-address-limit", `${secret} works from our addresses only`, "read", `vendor:of-${secret}`),
      notSeenYet(
        "key-signed-requests",
        `${secret} works with signed requests only`,
        "read",
        `credential:signing-${secret}`,
      ),
    ],
  };
}

function appKeyKnown(site: string, host?: HostWanted): WayWanted {
  const asset = accountsOn(site);
  return {
    id: `secret-leaked:app-key@${site}${host ? `/${host.id}` : ""}`,
    title: `forging sessions of ${site} with the application's secret key${host ? ` of ${host.id}` : ""}`,
    asset: host ? inMemoryOf(host, asset) : asset,
    harm: "change",
    locks: [
      begins("the secret key is copied from where it lies", `credential:app-key-${site}`),
      ...(host ? sealedOn(host) : []),
      notSeenYet(
        "session-on-server",
        `a session of ${site} counts only while the server knows it`,
        "change",
        `path:sessions-${site}`,
      ),
    ],
  };
}

/** One way for each host, and one without any where no host is declared. */
function onEach(hosts: readonly HostWanted[], way: (host?: HostWanted) => WayWanted): readonly WayWanted[] {
  return hosts.length === 0 ? [way()] : hosts.map((host) => way(host));
}

export const secretLeaked = defineWays({
  id: "secret-leaked",
  title: "A secret is known",
  covers: ["R143", "R144", "R145", "R148", "R149", "R154", "R156", "R160"],
  ways: (service) => [
    ...service.secrets.flatMap((secret) => onEach(hostsWith(secret, service), (host) => keyStolen(secret, host))),
    ...applicationHosts(service).flatMap((host) => [
      {
        id: `secret-leaked:env@${host.id}`,
        title: `opening the secrets in the .env file of ${host.id}`,
        asset: inMemoryOf(host, useOf(`the .env file of ${host.id}`)),
        harm: "read" as const,
        locks: [begins("the file is published", `custody:env-${host.id}`), ...sealedOn(host)],
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
            "config-without-secrets",
            `the configuration of ${host.id} names its secrets, and holds none in clear`,
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
        asset: inMemoryOf(host, useOf(databasePassword(database))),
        harm: "read" as const,
        locks: [
          begins("the file is published", `custody:env-${host.id}`),
          lockOf("database-port-from-clients-only", database.host, { instance: `database:${database.name}` }),
          lockOf("database-accounts-host-restricted", database.host, { instance: `database:${database.name}` }),
          ...sealedOn(host),
        ],
      })),
    ]),
    ...service.sites.flatMap((url) => onEach(hostsOfSite(url, service), (host) => appKeyKnown(nameOfSite(url), host))),
  ],
});
