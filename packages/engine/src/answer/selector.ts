import type { Domain, ServiceWanted } from "@secondlock/model";
import type { WayIndex } from "./threat.ts";

/** What falls when the thing that a person named is lost. */
export interface Selected {
  readonly selector: string;
  readonly title: string;
  readonly fallen: readonly Domain[];
}

function keyHolders({ people, hosts }: ServiceWanted): ServiceWanted["people"] {
  return [...people, ...hosts.flatMap(({ admins }) => admins)];
}

function hostsWhere(service: ServiceWanted, field: "vendor" | "region", name: string): readonly Domain[] {
  return service.hosts.filter((host) => host[field] === name).map(({ id }): Domain => `host:${id}`);
}

function placesWhere(service: ServiceWanted, field: "vendor" | "region", name: string): readonly Domain[] {
  return service.backupPlaces.filter((place) => place[field] === name).map((place): Domain => `custody:${place.name}`);
}

function named(service: ServiceWanted, field: "vendor" | "region"): readonly string[] {
  return [...service.hosts, ...service.backupPlaces].flatMap(({ [field]: name }) => (name === undefined ? [] : [name]));
}

function ofPeople(service: ServiceWanted): readonly Selected[] {
  return keyHolders(service).flatMap(({ name, keyHome, secondFactorHome }) => {
    const holders = { laptop: keyHome, phone: secondFactorHome };
    const homes = [keyHome, ...(secondFactorHome === undefined ? [] : [secondFactorHome])];
    return [
      { selector: `laptop:${holders.laptop}`, title: keyHome, fallen: [`custody:${keyHome}` as const] },
      { selector: `key:${name}`, title: `the SSH key of ${name}`, fallen: [`custody:${keyHome}` as const] },
      ...(secondFactorHome === undefined
        ? []
        : [
            {
              selector: `phone:${secondFactorHome}`,
              title: secondFactorHome,
              fallen: [`custody:${secondFactorHome}` as const],
            },
          ]),
      {
        selector: `person:${name}`,
        title: `${name}, with everything that ${name} holds`,
        fallen: [`person:${name}` as const, ...homes.map((home): Domain => `custody:${home}`)],
      },
    ];
  });
}

function ofPlaces(service: ServiceWanted): readonly Selected[] {
  const vendors = [...service.vendors.map(({ name }) => name), ...named(service, "vendor")];
  const copies = [...service.backupPlaces.map(({ name }) => name), ...service.databases.flatMap((one) => one.backups)];
  return [
    ...service.hosts.map(({ id }) => ({ selector: `host:${id}`, title: id, fallen: [`host:${id}` as const] })),
    ...vendors.map((name) => ({
      selector: `vendor:${name}`,
      title: `everything at ${name}`,
      fallen: [`vendor:${name}`, ...hostsWhere(service, "vendor", name), ...placesWhere(service, "vendor", name)],
    })),
    ...named(service, "region").map((name) => ({
      selector: `region:${name}`,
      title: `the region ${name}`,
      fallen: [`path:region-${name}`, ...hostsWhere(service, "region", name), ...placesWhere(service, "region", name)],
    })),
    ...copies.map((name) => ({
      selector: `backup-place:${name}`,
      title: `the backups in ${name}`,
      fallen: [`custody:${name}`],
    })),
  ] as readonly Selected[];
}

/** All that can be named, each once, sorted. */
export function selectable(service: ServiceWanted): readonly Selected[] {
  const all = [...ofPeople(service), ...ofPlaces(service)];
  const bySelector = new Map(all.map((one) => [one.selector, one]));
  return [...bySelector.values()].toSorted((one, other) => (one.selector < other.selector ? -1 : 1));
}

/** `laptop:ada` is `laptop:ada-laptop`; and any domain that a way depends on can be named as it is. */
export function select(selector: string, service: ServiceWanted, index: WayIndex): Selected | undefined {
  const found = selectable(service).find((one) => one.selector === selector);
  if (found) return found;
  const [kind, name] = selector.split(/:(.*)/s);
  const owner = keyHolders(service).find((person) => person.name === name);
  const home = kind === "laptop" ? owner?.keyHome : kind === "phone" ? owner?.secondFactorHome : undefined;
  if (home !== undefined) return { selector, title: home, fallen: [`custody:${home}`] };
  const domain = selector as Domain;
  return index.touching.has(domain) ? { selector, title: selector, fallen: [domain] } : undefined;
}
