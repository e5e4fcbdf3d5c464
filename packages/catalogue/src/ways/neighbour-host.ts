import { defineWays, type HostWanted, type WayWanted } from "@secondlock/model";
import { rootOf } from "./asset.ts";
import { begins, lockOf, locksOf } from "./lock.ts";
import { families } from "./open-port.ts";

/**
 * From any other host of ours, for where the neighbour stands makes no difference to these locks. SSH is open on purpose, and
 * neither the firewall nor the list of ports stands in it: so it is a door of its own.
 */
function fromInside(host: HostWanted): readonly WayWanted[] {
  const inside = begins("an intruder is inside the network", "path:inside");
  const way = { asset: rootOf(host), harm: "change" } as const;
  return [
    {
      ...way,
      id: `neighbour-host:${host.id}/ssh`,
      title: `from a neighbour to ${host.id}, over SSH`,
      locks: [inside, ...locksOf(host.id, "ssh-no-password-login", "ssh-second-factor", "sudo-asks-password")],
    },
    ...families.map((family) => ({
      ...way,
      id: `neighbour-host:${host.id}/${family}`,
      title: `from a neighbour to a port of ${host.id} that nobody declared, over ${family}`,
      locks: [inside, lockOf(`firewall-default-drop-${family}`, host.id), lockOf("ports-as-declared", host.id)],
    })),
  ];
}

/** A jump host sees every login that goes through it. */
function fromJumpHost(host: HostWanted, via: string): WayWanted {
  return {
    id: `neighbour-host:${via}>${host.id}`,
    title: `from ${via}, which logins to ${host.id} jump through, to ${host.id}`,
    asset: rootOf(host),
    harm: "change",
    locks: [
      begins(`${via} obeys an intruder`, `host:${via}`),
      lockOf("ssh-no-agent-forwarding", via),
      lockOf("stray-private-keys", via),
      ...locksOf(host.id, "ssh-no-password-login", "ssh-second-factor", "sudo-asks-password"),
    ],
  };
}

export const neighbourHost = defineWays({
  id: "neighbour-host",
  title: "From one host to the next",
  covers: ["R010", "R018", "R058", "R062", "R063"],
  ways: ({ hosts }) =>
    hosts.flatMap((host) => [
      ...(hosts.length > 1 ? fromInside(host) : []),
      ...(host.via === undefined ? [] : [fromJumpHost(host, host.via)]),
    ]),
});
