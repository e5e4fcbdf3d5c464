import { defineWays, type DatabaseWanted, type HostWanted, type LockWanted, type WayWanted } from "@secondlock/model";
import { trafficOf } from "./asset.ts";
import { hostsOfSite, nameOfSite } from "./declared.ts";
import { begins, lockOf, notSeenYet } from "./lock.ts";

export const onTheWire = begins("somebody reads along", "path:wire");

/** The weakest of the three decides, so each is a way of its own. */
const sshParts = [
  { control: "ssh-strong-key-exchange", title: "the key exchange", harm: "read" },
  { control: "ssh-strong-ciphers", title: "the cipher", harm: "read" },
  { control: "ssh-strong-macs", title: "the integrity check", harm: "change" },
] as const;

function ofLogins(host: HostWanted): readonly WayWanted[] {
  return sshParts.map(({ control, title, harm }) => ({
    id: `traffic:ssh@${host.id}/${control}`,
    title: `breaking ${title} of logins to ${host.id}`,
    asset: trafficOf(`logins to ${host.id}`, host.id),
    harm,
    locks: [
      onTheWire,
      lockOf(control, host.id),
      notSeenYet(
        "private-administration",
        `logins to ${host.id} travel in a private network only`,
        ["read", "change"],
        "path:private-network",
      ),
    ],
  }));
}

function tlsOn(host: HostWanted): readonly LockWanted[] {
  return [
    lockOf("tls-modern-versions", host.id, { domains: ["path:tls"] }),
    lockOf("http-redirects", host.id, { domains: ["path:tls"] }),
  ];
}

function ofSite(site: string, hosts: readonly HostWanted[]): readonly WayWanted[] {
  return hosts.map((host) => ({
    id: `traffic:${site}@${host.id}`,
    title: `reading what users send to ${site} on ${host.id}`,
    asset: trafficOf(site, host.id),
    harm: "read",
    locks: [
      onTheWire,
      ...tlsOn(host),
      notSeenYet(
        "site-tls",
        `${site} speaks TLS only, as seen from outside, and browsers are told to insist`,
        "read",
        "path:tls",
      ),
      notSeenYet(
        "sealed-payload",
        `what is secret is sealed once more inside, as it travels to ${site}`,
        "read",
        "credential:payload-key",
      ),
    ],
  }));
}

function ofDatabase(database: DatabaseWanted): readonly WayWanted[] {
  const remote = database.clients.filter((client) => client !== database.host);
  if (remote.length === 0) return [];
  return [
    {
      id: `traffic:${database.name}`,
      title: `reading what the application and ${database.name} say to each other`,
      asset: trafficOf(database.name, database.host),
      harm: "read",
      locks: [
        onTheWire,
        lockOf("database-tls-required", database.host, { instance: `database:${database.name}` }),
        lockOf("database-bind-address", database.host, {
          instance: `database:${database.name}`,
          domains: ["path:private-network"],
        }),
      ],
    },
  ];
}

export const traffic = defineWays({
  id: "traffic",
  title: "Reading along",
  covers: ["R038", "R106", "R215", "R220", "R222", "R223"],
  ways: (service) => [
    ...service.hosts.flatMap(ofLogins),
    ...service.sites.flatMap((url) => ofSite(nameOfSite(url), hostsOfSite(url, service))),
    ...service.databases.flatMap(ofDatabase),
  ],
});
