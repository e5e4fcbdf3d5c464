import type { HostWanted } from "@secondlock/model";

/** A host to explain a control with: what a small shop would declare. */
export const exampleWanted: HostWanted = {
  id: "app-1",
  role: "app",
  ssh: { user: "ada", address: "203.0.113.7", port: 22 },
  addresses: ["203.0.113.7"],
  privateAddresses: ["10.0.0.2"],
  admins: [
    { name: "ada", account: "ada", keys: [], keyHome: "ada-laptop", secondFactorHome: "ada-phone", admin: ["app-1"] },
  ],
  peopleDeclared: true,
  ports: [
    { port: 22, protocol: "tcp", reason: "administration", from: "anywhere" },
    { port: 443, protocol: "tcp", reason: "the shop itself", from: "anywhere" },
  ],
  portsDeclared: true,
  neighbours: [],
  databases: [
    {
      name: "main",
      engine: "postgresql",
      host: "app-1",
      account: "shop",
      schema: "shop",
      port: 5432,
      clients: [],
      backups: [],
    },
  ],
  application: {
    user: "application",
    directory: "/usr/local/application",
    config: ["/usr/local/application/config"],
    tlsKeys: ["/usr/local/application/ssl/host.key"],
  },
  allow: [],
  sites: ["shop.example"],
};
