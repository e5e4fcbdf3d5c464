import { byHand, defineControl, holds, onlyWhere, type PortWanted } from "@secondlock/model";
import { undeclaredPorts } from "../../attempts/silent-ports.ts";
import { hostAddresses, isPrivate } from "../../facts/host-addresses.ts";
import { isLoopback, listeners, listenerTitle, onAllAddresses, type Listener } from "../../facts/listeners.ts";
import { brokenBy } from "../../facts/named-verdict.ts";

/** Whoever is named by a public address comes over a public address of this host. */
function fromInside({ from }: PortWanted): boolean {
  return from !== "anywhere" && !from.some((one) => isAddress(one) && !isPrivate(one));
}

function isAddress(text: string): boolean {
  return text.includes(":") || /^\d+(\.\d+){3}$/.test(text);
}

export const portsBoundNarrowly = defineControl({
  id: "ports-bound-narrowly",
  title: "Private services wait on private addresses",
  why: "A service that waits on every address is open to everybody as soon as the firewall fails.",
  severity: "medium",
  area: "network",
  covers: ["R039", "R055"],
  applies: onlyWhere(({ ports }) => ports.some(fromInside), "no declared port is for named hosts only"),
  facts: { sockets: listeners, host: hostAddresses },
  verdict({ sockets, host }, wanted) {
    if (host.addresses.every(isPrivate)) return holds("the host has private addresses only");
    const narrow = (one: Listener): boolean =>
      wanted.ports.some((port) => fromInside(port) && port.port === one.port && port.protocol === one.protocol);
    const wide = sockets.filter(
      (one) => narrow(one) && (onAllAddresses(one) || (!isLoopback(one) && !isPrivate(one.address))),
    );
    return brokenBy(
      wide.map(listenerTitle),
      "for named hosts, and open on a public address",
      "services for named hosts wait on private addresses",
    );
  },
  attempt: undeclaredPorts(),
  fix: () => [byHand("Set the address that the program binds to: the private address of this host.")],
  references: ["CIS Debian 12 2.1.22"],
});
