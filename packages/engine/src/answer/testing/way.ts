import type { Asset, Breach, BreachInstance, Domain, Lock, ServiceWanted, Way } from "@secondlock/model";

export const root: Asset = { id: "root:app-1", title: "root on app-1", home: ["host:app-1"] };

export function lock(control: string, domains: readonly [Domain, ...Domain[]], wanted: Partial<Lock> = {}): Lock {
  return { control, title: control, host: "app-1", stops: ["change"], domains, standing: "proven", ...wanted };
}

export function way(id: string, locks: readonly Lock[], wanted: Partial<Way> = {}): Way {
  return { id, title: id, asset: root, harm: "change", locks, ...wanted };
}

export function breach(...fallen: readonly Domain[]): Breach {
  const instance: BreachInstance = { id: "one", title: "one", harms: ["read", "change", "lose", "stop"], fallen };
  return { id: "lost", question: "It is lost?", covers: ["R269"], instances: () => [instance] };
}

export const nothing: ServiceWanted = {
  name: "nothing",
  hosts: [],
  people: [],
  databases: [],
  sites: [],
  repositories: [],
  secrets: [],
  vendors: [],
  backupPlaces: [],
  alerts: [],
  exceptions: [],
};
