import type { HostWanted, PortWanted } from "@secondlock/model";
import { address, type Part } from "./firewall-line.ts";

/** A named set of the table. */
export interface AddressSet {
  readonly name: string;
  readonly family: 4 | 6;
  /** In the order in which nft lists them. */
  readonly addresses: readonly string[];
  /** Elements are put in by hand and go by themselves. */
  readonly timed?: true;
}

const families = [4, 6] as const;

/** Where somebody comes from, and what its set is called after. */
interface Place {
  readonly id: string;
  readonly addresses: readonly string[];
}

/** An application comes to a database over the private network where both hosts have one, and anybody else over any. */
export function placeOf(wanted: HostWanted, { port, protocol }: PortWanted, host: string): Place {
  const forDatabase =
    protocol === "tcp" && wanted.databases.some((database) => database.host === wanted.id && database.port === port);
  const everywhere = allAddressesOf(wanted, host);
  const addresses = forDatabase ? clientAddresses(wanted, host) : everywhere;
  return { id: addresses.length < everywhere.length ? `${host} private` : host, addresses };
}

/** From where the applications of another host reach a database here. */
export function clientAddresses({ neighbours, privateAddresses }: HostWanted, id: string): readonly string[] {
  const client = neighbours.find((one) => one.id === id);
  const own = client?.privateAddresses ?? [];
  return privateAddresses.length > 0 && own.length > 0 ? own : (client?.addresses ?? []);
}

/** The sets of the named places. One without a literal address is empty: nobody comes in over it. */
export function hostSets(places: readonly Place[]): ReadonlyMap<string, readonly AddressSet[]> {
  const taken = new Set<string>();
  const sets = new Map<string, readonly AddressSet[]>();
  for (const { id, addresses } of places) {
    if (sets.has(id)) continue;
    const name = freeName(`from_${id.replaceAll(/[^A-Za-z0-9]/g, "_")}`, taken);
    sets.set(
      id,
      families.map((family) => ({ name: `${name}_v${family}`, family, addresses: ofFamily(addresses, family) })),
    );
  }
  return sets;
}

/** `app.1` and `app-1` are two hosts: what one may reach must not open to the other. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}__${number}`;
  taken.add(free);
  return free;
}

/** Filled by `secondlock open-ssh`, with a time after which the kernel takes the address out again. */
export const onDemandSets: readonly AddressSet[] = families.map((family) => ({
  name: `admin_now_v${family}`,
  family,
  addresses: [],
  timed: true,
}));

export function sourceIn({ name, family, addresses }: AddressSet): Part {
  return address(family, "source", addresses, `@${name}`);
}

export function setText({ name, family, addresses, timed }: AddressSet): string {
  const parts = [
    `type ipv${family}_addr;`,
    ...(timed ? ["flags timeout;"] : []),
    ...(addresses.length > 0 ? [`elements = { ${addresses.join(", ")} }`] : []),
  ];
  return `  set ${name} { ${parts.join(" ")} }`;
}

/** Literal addresses of a host of the service file, or the literal address itself. */
export function addressesOf(wanted: HostWanted, hostOrAddress: string, family: 4 | 6): readonly string[] {
  return ofFamily(allAddressesOf(wanted, hostOrAddress), family);
}

function allAddressesOf(wanted: HostWanted, hostOrAddress: string): readonly string[] {
  const known = wanted.neighbours.find(({ id }) => id === hostOrAddress)?.addresses;
  return known ?? (isAddress(hostOrAddress) ? [hostOrAddress] : []);
}

function ofFamily(addresses: readonly string[], family: 4 | 6): readonly string[] {
  return inNftOrder(addresses.filter((one) => one.includes(":") === (family === 6)));
}

/** Hosts that are named and have no literal address: nftables takes no names. */
export function namesOnly(wanted: HostWanted, hosts: readonly string[]): readonly string[] {
  return [...new Set(hosts)].filter((host) =>
    families.every((family) => addressesOf(wanted, host, family).length === 0),
  );
}

/** nft lists the elements of a set by their value. */
export function inNftOrder(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses)].toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey(one: string): string {
  if (!one.includes(":"))
    return one
      .split(".")
      .map((part) => part.padStart(3, "0"))
      .join(".");
  const [head = "", tail] = one.split("::").map((half) =>
    half
      .split(":")
      .filter((part) => part !== "")
      .map(group)
      .join(""),
  );
  return tail === undefined ? head : head + tail.padStart(32 - head.length, "0");
}

function group(part: string): string {
  return part.padStart(4, "0");
}

function isAddress(text: string): boolean {
  return /^(\d{1,3}\.){3}\d{1,3}$/.test(text) || (text.includes(":") && /^[0-9a-f:]+$/i.test(text));
}
