import { defineWays, type HostWanted, type LockWanted, type PortWanted, type WayWanted } from "@secondlock/model";
import { rootOf } from "./asset.ts";
import { begins, lockOf } from "./lock.ts";

/** The firewall is two locks for two doors: whoever has IPv6 does not care for IPv4. */
export const families = ["ipv4", "ipv6"] as const;

export function hole(host: HostWanted): LockWanted {
  return begins(`the software on ${host.id} has a known hole`, `path:software-${host.id}`);
}

/** Both patch locks wait for the same people to make the patch, so they are one failure. */
export function patched(host: HostWanted): readonly LockWanted[] {
  const domains = ["vendor:distribution"] as const;
  return [
    lockOf("no-pending-security-updates", host.id, { domains }),
    lockOf("security-updates-automatic", host.id, { domains }),
    lockOf("release-supported", host.id, { domains }),
  ];
}

/** The account of the application holds in a hole of the application, not one of sshd or of the database. */
function servedByApplication(host: HostWanted, port: number): boolean {
  const others = [host.ssh?.port ?? 22, ...host.databases.map((database) => database.port)];
  return host.application !== undefined && !others.includes(port);
}

function through(host: HostWanted, { port, protocol, from, reason }: PortWanted): readonly WayWanted[] {
  const name = `${port}/${protocol}`;
  const behind = [
    ...patched(host),
    ...(servedByApplication(host, port) ? [lockOf("application-own-user", host.id)] : []),
  ];
  const way = {
    title: `a hole behind port ${name} (${reason}) on ${host.id}`,
    asset: rootOf(host),
    harm: "change" as const,
  };
  if (from === "anywhere") return [{ ...way, id: `open-port:${name}@${host.id}`, locks: [hole(host), ...behind] }];
  return families.map((family) => ({
    ...way,
    id: `open-port:${name}@${host.id}/${family}`,
    title: `${way.title}, over ${family}`,
    locks: [hole(host), lockOf(`firewall-default-drop-${family}`, host.id), ...behind],
  }));
}

export const openPort = defineWays({
  id: "open-port",
  title: "What listens on a declared port",
  covers: ["R039", "R055", "R059", "R065", "R069"],
  ways: ({ hosts }) => hosts.flatMap((host) => host.ports.flatMap((port) => through(host, port))),
});
