import type { DatabaseWanted, Domain, HostWanted, PersonWanted, ServiceWanted } from "@secondlock/model";

/** Stands for whoever administers a host for which nobody is declared. */
export const somebody = "undeclared";

/** Those who administer a host; where nobody is declared, one unknown person with the account of the host's own login. */
export function administratorsOf(host: HostWanted): readonly PersonWanted[] {
  if (host.admins.length > 0) return host.admins;
  return [{ name: somebody, account: host.ssh?.user ?? "root", keys: [], keyHome: somebody, admin: [host.id] }];
}

/** One account on a host that somebody logs in with. */
export interface Login {
  readonly person: PersonWanted;
  readonly account: string;
  /** The person's own account is named by the person alone; another one, by both. */
  readonly id: string;
  readonly title: string;
}

/** What each administrator comes in as: the own account, and the one that the service file says everybody logs in as. */
export function loginsOf(host: HostWanted): readonly Login[] {
  return administratorsOf(host).flatMap((person) => {
    const own = { person, account: person.account, id: person.name, title: personTitle(person) };
    const shared = host.ssh?.user ?? person.account;
    if (shared === person.account) return [own];
    return [own, { person, account: shared, id: `${person.name}/${shared}`, title: `${shared} (${own.title})` }];
  });
}

export function personTitle({ name }: PersonWanted): string {
  return name === somebody ? "an administrator" : name;
}

export function keyHomeTitle({ name, keyHome }: PersonWanted): string {
  return name === somebody ? "an administrator's laptop (nobody is declared)" : keyHome;
}

/** Every administrator of the service, each once. */
export function administrators(service: ServiceWanted): readonly PersonWanted[] {
  const everybody = service.hosts.flatMap((host) => administratorsOf(host));
  return [...new Map(everybody.map((person) => [person.name, person])).values()];
}

/** Hosts on which the application runs: by role, by what is declared of it, or because it connects to a database. */
export function applicationHosts({ hosts, databases }: ServiceWanted): readonly HostWanted[] {
  const clients = new Set(databases.flatMap((database) => database.clients));
  return hosts.filter(
    (host) => host.role === "app" || host.application !== undefined || host.sites.length > 0 || clients.has(host.id),
  );
}

/** Asked once per host and database: a list of ten thousand clients would be read ten thousand times. */
const clientsOf = new WeakMap<DatabaseWanted, ReadonlySet<string>>();

export function isClient(host: HostWanted, database: DatabaseWanted): boolean {
  const clients = clientsOf.get(database) ?? new Set(database.clients);
  clientsOf.set(database, clients);
  return clients.has(host.id);
}

export function databasesOf(host: HostWanted, { databases }: ServiceWanted): readonly DatabaseWanted[] {
  return databases.filter((database) => isClient(host, database));
}

/** Hosts that serve a site; where none says so, every host of the application may. */
export function hostsOfSite(site: string, service: ServiceWanted): readonly HostWanted[] {
  const hosts = applicationHosts(service);
  const serving = hosts.filter((host) => host.sites.includes(site) || host.sites.includes(nameOfSite(site)));
  return serving.length > 0 ? serving : hosts;
}

export function nameOfSite(site: string): string {
  return site.replace(/^[a-z]+:\/\//, "").replace(/\/.*$/, "");
}

type Placed = Pick<HostWanted, "vendor" | "region">;

/** What does not say where it is may be in the same place as everything else that does not. */
export function vendorOf({ vendor }: Placed): Domain {
  return `vendor:${vendor ?? "undeclared"}`;
}

export function regionOf({ region }: Placed): Domain {
  return `path:region-${region ?? "undeclared"}`;
}

/** One backup of one database in one place. */
export interface Copy {
  readonly database: DatabaseWanted;
  readonly place: string;
  /** This copy, everything in the place, its vendor and its region. */
  readonly domains: readonly [Domain, ...Domain[]];
}

export function copiesOf(database: DatabaseWanted, { backupPlaces }: ServiceWanted): readonly Copy[] {
  return database.backups.map((place) => {
    const wanted = backupPlaces.find(({ name }) => name === place) ?? {};
    const copy: Domain = `custody:${place}/${database.name}`;
    return { database, place, domains: [copy, `custody:${place}`, vendorOf(wanted), regionOf(wanted)] };
  });
}
