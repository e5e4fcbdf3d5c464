import { broken, byHand, defineControl, onlyWhere } from "@secondlock/model";
import { hostAddresses, isPrivate } from "../../facts/host-addresses.ts";
import { brokenBy } from "../../facts/named-verdict.ts";

export const privateAddress = defineControl({
  id: "private-address",
  title: "Servers talk over private addresses",
  why: "Traffic between our own servers has no business on the internet.",
  severity: "medium",
  area: "network",
  covers: ["R038"],
  applies: onlyWhere(
    ({ privateAddresses }) => privateAddresses.length > 0,
    "the service file names no private address for this host",
  ),
  facts: { host: hostAddresses },
  verdict({ host }, wanted) {
    const missing = wanted.privateAddresses.filter((address) => !host.addresses.includes(address));
    if (missing.length > 0) return broken(`not an address of this host: ${missing.join(", ")}`);
    return brokenBy(
      wanted.privateAddresses.filter((address) => !isPrivate(address)),
      "routed on the internet",
      `the host has ${wanted.privateAddresses.join(", ")}`,
    );
  },
  attempt: { none: "whether an address is private is not seen from outside" },
  fix: () => [
    byHand(
      "Which card is on the private network only you and the provider know, and a wrong guess cuts the host off: order or attach the network there, give the host the address in netplan, systemd-networkd or ifupdown, so that it is there after a restart; or correct private: in the service file.",
    ),
  ],
  references: ["RFC 1918", "RFC 4193"],
});
