import { readdir, readlink } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { readBounded } from "./bounded-read.ts";
import type { Socket } from "./proc-net.ts";
import { parseSockets, usableAddresses } from "./proc-net.ts";
import type { SeenDatabase, SeenListener } from "./seen.ts";

const tableLimit = 1_048_576;
const processLimit = 2000;
const fileLimit = 512;

const engines: Readonly<Record<string, SeenDatabase["engine"]>> = {
  postgres: "postgresql",
  mariadbd: "mariadb",
  mysqld: "mysql",
};

/** What listens here, and which databases run. Names of processes need the same user or root; without them they stay absent. */
export async function lookAtNetwork(proc = "/proc"): Promise<{
  readonly listeners: readonly SeenListener[];
  readonly databases: readonly SeenDatabase[];
  readonly addresses: readonly string[];
}> {
  const tables = [
    ["tcp", "tcp"],
    ["tcp6", "tcp"],
    ["udp", "udp"],
    ["udp6", "udp"],
  ] as const;
  const sockets: Socket[] = [];
  for (const [name, protocol] of tables)
    sockets.push(...parseSockets((await readBounded(`${proc}/net/${name}`, tableLimit)) ?? "", protocol));
  const { owners, names } = await lookAtProcesses(proc, new Set(sockets.map(({ inode }) => inode)));
  const listeners = sockets.map(({ port, protocol, loopback, inode }) => {
    const process = owners.get(inode);
    return { port, protocol, loopback, ...(process === undefined ? {} : { process }) };
  });
  const running = [...names].flatMap((name) => (Object.hasOwn(engines, name) ? (engines[name] ?? []) : []));
  const addresses = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).filter(({ internal }) => !internal).map(({ address }) => address),
  );
  return {
    listeners,
    databases: [...new Set(running)].map((engine) => ({ engine })),
    addresses: usableAddresses(addresses),
  };
}

/** Names of all processes, and of those that hold one of the sockets. */
async function lookAtProcesses(
  proc: string,
  inodes: ReadonlySet<string>,
): Promise<{ readonly owners: ReadonlyMap<string, string>; readonly names: ReadonlySet<string> }> {
  const owners = new Map<string, string>();
  const names = new Set<string>();
  const ids = (await list(proc)).filter((name) => /^\d+$/.test(name)).slice(0, processLimit);
  for (const id of ids) {
    const name = ((await readBounded(`${proc}/${id}/comm`, 64)) ?? "").trim();
    if (name === "") continue;
    names.add(name);
    if (owners.size >= inodes.size) continue;
    for (const file of (await list(`${proc}/${id}/fd`)).slice(0, fileLimit)) {
      const link = await readlink(`${proc}/${id}/fd/${file}`).catch(() => "");
      const inode = /^socket:\[(?<inode>\d+)\]$/.exec(link)?.groups?.["inode"];
      if (inode !== undefined && inodes.has(inode) && !owners.has(inode)) owners.set(inode, name);
    }
  }
  return { owners, names };
}

async function list(path: string): Promise<readonly string[]> {
  return await readdir(path).catch(() => []);
}
