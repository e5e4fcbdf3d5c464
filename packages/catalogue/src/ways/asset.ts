import type { Asset, DatabaseWanted, HostWanted } from "@secondlock/model";

export function rootOf(host: HostWanted): Asset {
  return { id: `root:${host.id}`, title: `root on ${host.id}`, home: [`host:${host.id}`] };
}

/** The live data. Who has the database's host has it; so the host is its home. */
export function dataIn(database: DatabaseWanted): Asset {
  return { id: `data:${database.name}`, title: `the data in ${database.name}`, home: [`host:${database.host}`] };
}

/** The secret fields among it, wherever a copy of the rows may be. */
export function secretsIn(database: DatabaseWanted): Asset {
  return { id: `rows:${database.name}`, title: `the secret fields in ${database.name}`, home: [] };
}

export function useOf(secret: string): Asset {
  return { id: `secret:${secret}`, title: `what ${secret} opens`, home: [] };
}

export function accountsOn(site: string): Asset {
  return { id: `accounts:${site}`, title: `the users' accounts on ${site}`, home: [] };
}

/** Whoever has the host where it ends has it in clear. */
export function trafficOf(what: string, host: string): Asset {
  return { id: `traffic:${what}@${host}`, title: `the traffic of ${what}`, home: [`host:${host}`] };
}

export function uptimeOf(what: string): Asset {
  return { id: `up:${what}`, title: `${what} being up`, home: [] };
}

/** No home: an intruder who becomes root can silence every lock on the host, and that is one failure more. */
export function noticeOn(host: HostWanted): Asset {
  return { id: `notice:${host.id}`, title: `knowing of an intruder on ${host.id}`, home: [] };
}

export function codeOn(host: HostWanted): Asset {
  return { id: `code:${host.id}`, title: `the application's code on ${host.id}`, home: [`host:${host.id}`] };
}

/** Hosts that can be logged in to with what lies about on this one. */
export function reachOf(host: HostWanted): Asset {
  return { id: `reach:${host.id}`, title: `the hosts that ${host.id} can log in to`, home: [] };
}
