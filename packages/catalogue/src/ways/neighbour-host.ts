import { defineWays, type HostWanted, type WayWanted } from "@secondlock/model";
import { rootOf } from "./asset.ts";
import { begins, lockOf, locksOf } from "./lock.ts";
import { families } from "./open-port.ts";

/** From any other host of ours: one way per host, for where the neighbour stands makes no difference to these locks. */
function fromInside(host: HostWanted): readonly WayWanted[] {
  return families.map((family) => ({
    id: `neighbour-host:${host.id}/${family}`,
    title: `from a neighbour to ${host.id}, over ${family}`,
    asset: rootOf(host),
    harm: "change",
    locks: [
      begins("an intruder is inside the network", "path:inside"),
      lockOf(`firewall-default-drop-${family}`, host.id),
      ...locksOf(host.id, "ports-as-declared", "ssh-no-password-login", "ssh-second-factor"),
    ],
  }));
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
