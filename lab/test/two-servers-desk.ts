import { appendFileSync, writeFileSync } from "node:fs";
import { installedDatabases, installedShop, privateAddressOf, privateNetwork, SHOP_PORTS } from "@secondlock/lab";
import { admins, startLab, THROWAWAY, type Lab } from "@secondlock/lab";
import { type Desk, deskFor } from "./desk.ts";

export type TwoServers = Lab<"app-1" | "db-1" | "stranger">;

/** Two hosts as an installer and an hour of work leave them, and a third one that has nothing to do with them. */
export function startTwoServers(): Promise<TwoServers> {
  return startLab({
    hosts: {
      "app-1": { role: "app", fixtures: [admins, privateNetwork, installedShop] },
      "db-1": { role: "db", fixtures: [admins, privateNetwork, installedDatabases] },
      stranger: { role: "bare", fixtures: [admins] },
    },
  });
}

/** A desk with the one service file of both, as a person would write it. */
export function deskForTwoServers(lab: TwoServers): Desk {
  const desk = deskFor(lab, "desk", []);
  writeFileSync(desk.file, twoServersFile(lab));
  appendFileSync(lab.operator.sshConfig, `\n${privateStanza(lab)}`);
  return desk;
}

function twoServersFile({ hosts, operator }: TwoServers): string {
  const { "app-1": app, "db-1": db, stranger } = hosts;
  const [appInside, dbInside] = [privateAddressOf(app), privateAddressOf(db)];
  const person = (name: "ada" | "grace"): string =>
    `${name}: { keys: [${operator.keys[name].publicLine}, ${operator.keys[`${name}-token`].publicLine}], second_factor: ${name}-token, admin: [app-1, db-1] }`;
  const throwaway = `{ throwaway: { account: ${THROWAWAY.account}, password_from: ${THROWAWAY.variable} } }`;
  return `service: shop
hosts:
  app-1:
    role: app
    ssh: ada@${app.ipv4}
    addresses: ["${app.ipv6}"]
    private: [${appInside.ipv4}, "${appInside.ipv6}"]
    vendor: cloud
  db-1:
    role: db
    ssh: ada@${dbInside.ipv4}
    via: app-1
    addresses: [${db.ipv4}, "${db.ipv6}"]
    private: [${dbInside.ipv4}, "${dbInside.ipv6}"]
    vendor: cloud
people:
  ${person("ada")}
  ${person("grace")}
ports:
  app-1:
    443: { reason: the shop itself, to: ${SHOP_PORTS.https} }
    80: { reason: sends visitors to https, to: ${SHOP_PORTS.http} }
    22: { reason: administration, from: [${operator.ipv4}, "${operator.ipv6}"] }
  db-1:
    22: { reason: administration, from: [app-1] }
sites: ["https://app-1.example"]
databases:
  orders: { engine: mariadb, host: db-1, account: app, schema: production, clients: [app-1] }
  reports: { engine: postgresql, host: db-1, account: app, schema: production, clients: [app-1] }
applications:
  app-1: { user: shop, directory: /srv/shop, config: [/etc/shop], tls_keys: [/etc/ssl/site/site.key] }
vendors: { cloud: { holds: [hosts] } }
attempts: { app-1: ${throwaway}, db-1: ${throwaway} }
stranger: { ssh: ada@${stranger.ipv4} }
`;
}

/** The database's host is reached by its private address, of which the lab's own ssh_config knows nothing. */
function privateStanza({ hosts, operator }: TwoServers): string {
  return `Host ${privateAddressOf(hosts["db-1"]).ipv4}
  HostKeyAlias db-1
  IdentityFile ${operator.keys.ada.privateFile}
  IdentityFile ${operator.keys["ada-token"].privateFile}
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${operator.knownHosts}
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  UpdateHostKeys no
`;
}
