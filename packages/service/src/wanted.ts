import type {
  DatabaseWanted,
  HostWanted,
  OutboundPortWanted,
  PersonWanted,
  PortWanted,
  ServiceWanted,
  SshLogin,
} from "@secondlock/model";
import { addressesOf } from "./address.ts";
import { alertsOf, sealedNames } from "./alerts-wanted.ts";
import { auditorOf, withAuditor } from "./auditor-wanted.ts";
import { given, oneLine } from "./given.ts";
import { isRefusal, parseLogin } from "./login.ts";
import { own } from "./loose.ts";
import { neighboursOf, outboundOf, reachesOf } from "./outbound-wanted.ts";
import { portsOf } from "./ports-wanted.ts";
import type { ServiceFile } from "./schema.ts";
import { sealedByHost } from "./sealed-by-host.ts";
import { secretNames } from "./sealed-files.ts";

type HostFile = NonNullable<ServiceFile["hosts"]>[string];

const enginePort = { mariadb: 3306, mysql: 3306, postgresql: 5432 } as const;

/** What is looked up once per host, prepared once per file: a fleet has thousands. */
interface Index {
  readonly admins: ReadonlyMap<string, readonly PersonWanted[]>;
  readonly databases: ReadonlyMap<string, readonly DatabaseWanted[]>;
  /** Sites that no host claims for itself. */
  readonly sharedSites: readonly string[];
  /** Hosts that serve the shared sites. */
  readonly serving: ReadonlySet<string>;
  /** Hosts that others are reached through: forwarding is what they are for. */
  readonly jumps: ReadonlySet<string>;
  readonly ports: ReadonlyMap<string, readonly PortWanted[]>;
  /** Sealed files that each host opens. */
  readonly sealed: (host: string) => HostWanted["sealed"];
  /** What each host has to reach on others. */
  readonly reaches: ReadonlyMap<string, readonly OutboundPortWanted[]>;
}

/** What the team wants, with every default filled in. Pure, given the day; takes a file that `parseService` accepted. */
export function wantedOf(file: ServiceFile, today = new Date().toISOString().slice(0, 10)): ServiceWanted {
  const people = Object.entries(file.people ?? {}).map(personOf);
  const databases = Object.entries(file.databases ?? {}).map(databaseOf);
  const index = { ...indexOf(file, people, databases), today };
  const sealed = sealedNames(file.alerts);
  const stranger = file.stranger === undefined ? undefined : loginOf(file.stranger.ssh);
  return {
    name: file.service,
    hosts: Object.entries(file.hosts ?? {}).map(([id, host]) => hostOf(file, id, host, index)),
    people,
    databases,
    sites: file.sites ?? [],
    repositories: file.repositories ?? [],
    secrets: [...new Set([...secretNames(file), ...sealed])],
    vendors: Object.entries(file.vendors ?? {}).map(([name, vendor]) => ({ name, holds: vendor.holds })),
    backupPlaces: Object.entries(file.backups ?? {}).map(([name, place]) => ({
      name,
      ...given({ vendor: place?.vendor, region: place?.region }),
    })),
    alerts: Object.keys(file.alerts ?? {}),
    exceptions: (file.exceptions ?? []).map((exception) => ({ ...exception, reason: oneLine(exception.reason) })),
    ...given({ stranger }),
  };
}

function indexOf(file: ServiceFile, people: readonly PersonWanted[], databases: readonly DatabaseWanted[]): Index {
  const hosts = Object.entries(file.hosts ?? {});
  const apps = hosts.filter(([, host]) => host.role === "app").map(([id]) => id);
  const claimed = new Set(hosts.flatMap(([, host]) => host.sites ?? []));
  const admins = people.flatMap((person) => person.admin.map((host) => ({ host, person })));
  const databasesOf = Map.groupBy(databases, (database) => database.host);
  const ports = new Map(
    hosts.map(([id, { ssh, via }]) => {
      const login = ssh === undefined ? undefined : loginOf(ssh);
      const some = portsOf(own(file.ports, id), databasesOf.get(id) ?? [], login, via);
      return [id, withAuditor(some, file.auditor, login)];
    }),
  );
  return {
    ports,
    sealed: sealedByHost(file),
    reaches: reachesOf(file, ports, databases),
    admins: mapValues(
      Map.groupBy(admins, ({ host }) => host),
      ({ person }) => person,
    ),
    databases: databasesOf,
    sharedSites: (file.sites ?? []).filter((site) => !claimed.has(site)),
    jumps: new Set(hosts.flatMap(([, { via }]) => (via === undefined ? [] : [via]))),
    serving: new Set(apps.length === 0 && hosts.length === 1 ? hosts.map(([id]) => id) : apps),
  };
}

function hostOf(file: ServiceFile, id: string, host: HostFile, index: Index & { readonly today: string }): HostWanted {
  const ssh = host.ssh === undefined ? undefined : loginOf(host.ssh);
  const databases = index.databases.get(id) ?? [];
  const ports = index.ports.get(id) ?? [];
  const outbound = outboundOf(host.outbound, index.reaches.get(id) ?? []);
  const application = own(file.applications, id);
  const throwaway = own(file.attempts, id)?.throwaway;
  const sites = host.sites ?? (index.serving.has(id) ? index.sharedSites : []);
  return {
    id,
    role: host.role ?? "other",
    ...given({ ssh, via: host.via, region: host.region, vendor: host.vendor }),
    ...addressesOf(ssh, host.addresses, host.private),
    admins: index.admins.get(id) ?? [],
    peopleDeclared: file.people !== undefined,
    ...given({ secondFactorDue: file.second_factor && file.second_factor.required_from <= index.today }),
    ports,
    portsDeclared: own(file.ports, id) !== undefined,
    neighbours: neighboursOf(file, id, ports, outbound),
    databases,
    ...given({
      outbound,
      firewall: host.firewall,
      application: application && {
        user: application.user,
        directory: application.directory,
        config: application.config ?? [],
        tlsKeys: application.tls_keys ?? [],
      },
      sealed: index.sealed(id),
      alerts: alertsOf(file, id, index.today),
      auditor: ssh && auditorOf(file.auditor),
      throwaway: throwaway && { account: throwaway.account, passwordFrom: throwaway.password_from },
    }),
    allow: [...new Set([...(host.allow ?? []), ...(index.jumps.has(id) ? ["tcp-forwarding"] : [])])],
    sites: [...new Set(sites.map((site) => new URL(site).host))],
  };
}

function personOf([name, person]: readonly [string, NonNullable<ServiceFile["people"]>[string]]): PersonWanted {
  return {
    name,
    account: person.account ?? name,
    keys: (person.keys ?? []).map(oneLine),
    keyHome: person.key_home ?? `${name}-laptop`,
    ...given({ secondFactorHome: person.second_factor }),
    admin: [...new Set(person.admin ?? [])],
  };
}

function databaseOf([name, database]: readonly [
  string,
  NonNullable<ServiceFile["databases"]>[string],
]): DatabaseWanted {
  return {
    name,
    engine: database.engine,
    host: database.host,
    ...given({ account: database.account, schema: database.schema }),
    port: database.port ?? enginePort[database.engine],
    clients: [...new Set(database.clients ?? [])],
    backups: [...new Set(database.backups ?? [])],
  };
}

/** The schema has read the login before; a refusal here means that somebody passed a file that was never parsed. */
function loginOf(text: string): SshLogin {
  const login = parseLogin(text);
  if (isRefusal(login)) throw new TypeError(`not a parsed service file: a login ${login.what}`);
  return login;
}

function mapValues<K, V, W>(
  groups: ReadonlyMap<K, readonly V[]>,
  change: (value: V) => W,
): ReadonlyMap<K, readonly W[]> {
  return new Map([...groups].map(([key, values]) => [key, values.map(change)]));
}
