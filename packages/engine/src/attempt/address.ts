import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { Family, HostWanted } from "@secondlock/model";
import ipaddr from "ipaddr.js";

export interface Address {
  readonly address: string;
  readonly family: Family;
  /** True when the same address can be another machine elsewhere: private, link-local, loopback ranges. */
  readonly local: boolean;
}

/** An address that may be touched, and whether no more than a greeting of SSH may go there. */
export interface AllowedAddress extends Pick<Address, "address" | "family"> {
  readonly onlyGreeting?: boolean;
}

const localRanges: readonly string[] = [
  "private",
  "uniqueLocal",
  "linkLocal",
  "loopback",
  "carrierGradeNat",
  "unspecified",
  "multicast",
  "broadcast",
];

/** Every address that the service file gives a host; names are resolved. */
export async function addressesOf(wanted: HostWanted, loginAddress: string): Promise<readonly Address[]> {
  const named = [...wanted.addresses, ...(wanted.via === undefined ? [loginAddress] : []), ...wanted.privateAddresses];
  const found = await Promise.all(named.map(literals));
  const all = found
    .flat()
    .map(addressFrom)
    .filter((one) => one !== undefined);
  return [...new Map(all.map((one) => [one.address, one])).values()].slice(0, 8);
}

async function literals(name: string): Promise<readonly string[]> {
  if (isIP(name) !== 0) return [name];
  const answers = await lookup(name, { all: true }).catch(() => []);
  return answers.map(({ address }) => address);
}

export function addressFrom(text: string): Address | undefined {
  // ipaddr.js also takes the old short forms such as 1.2.3
  if (isIP(text) === 0) return undefined;
  const parsed = ipaddr.process(text);
  const range = parsed.range();
  if (range === "multicast" || range === "broadcast" || range === "unspecified") return undefined;
  return { address: parsed.toString(), family: parsed.kind() === "ipv6" ? 6 : 4, local: localRanges.includes(range) };
}
