import type { HostWanted, PersonWanted } from "@secondlock/model";

export const ada: PersonWanted = {
  name: "ada",
  account: "ada",
  keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada@laptop"],
  keyHome: "ada-laptop",
  secondFactorHome: "ada-phone",
  admin: ["app-1"],
};

/** The application server of a small shop, as its service file wants it. */
export function exampleHost(changes: Partial<HostWanted> = {}): HostWanted {
  return {
    id: "app-1",
    role: "app",
    ssh: { user: "ada", address: "203.0.113.7", port: 22 },
    addresses: ["203.0.113.7", "2001:db8::7"],
    privateAddresses: ["10.0.0.2"],
    admins: [ada],
    peopleDeclared: true,
    ports: [
      { port: 22, protocol: "tcp", reason: "administration", from: "anywhere" },
      { port: 80, protocol: "tcp", reason: "redirect to 443", from: "anywhere" },
      { port: 443, protocol: "tcp", reason: "the shop itself", from: "anywhere" },
    ],
    portsDeclared: true,
    neighbours: [],
    databases: [],
    application: {
      user: "application",
      directory: "/usr/local/application",
      config: ["/usr/local/application/config"],
      tlsKeys: ["/usr/local/application/ssl/host.key"],
    },
    allow: [],
    sites: ["shop.example"],
    ...changes,
  };
}

/** The database server of the same shop. */
export function exampleDatabaseHost(changes: Partial<HostWanted> = {}): HostWanted {
  const { application: _application, ...host } = exampleHost();
  return {
    ...host,
    id: "db-1",
    role: "db",
    ssh: { user: "ada", address: "10.0.0.3", port: 22 },
    via: "app-1",
    addresses: [],
    privateAddresses: ["10.0.0.3"],
    ports: [
      { port: 22, protocol: "tcp", reason: "administration", from: ["app-1"] },
      { port: 5432, protocol: "tcp", reason: "the shop's data", from: ["app-1"] },
    ],
    neighbours: [{ id: "app-1", addresses: ["203.0.113.7", "2001:db8::7", "10.0.0.2"] }],
    databases: [
      {
        name: "main",
        engine: "postgresql",
        host: "db-1",
        account: "shop",
        schema: "shop",
        port: 5432,
        clients: ["app-1"],
        backups: ["offsite-1", "offsite-2"],
      },
    ],
    sites: [],
    ...changes,
  };
}
