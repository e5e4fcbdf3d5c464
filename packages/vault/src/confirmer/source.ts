import { BlockList, isIPv4, isIPv6 } from "node:net";

/**
 * One way to write an address: IPv6 as RFC 5952 has it, IPv4 in four plain decimals, and an IPv4 address inside IPv6 (RFC 4291 2.5.5.2)
 * as the IPv4 address that it is. Undefined for anything else, also with a zone.
 */
export function canonicalAddress(text: string): string | undefined {
  // isIPv4 takes no octal, hexadecimal or short forms
  if (isIPv4(text)) return text;
  if (!isIPv6(text) || text.includes("%")) return undefined;
  const address = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [, high = "", low = ""] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
  if (high === "") return address;
  const [left, right] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return `${left >> 8}.${left & 255}.${right >> 8}.${right & 255}`;
}

/** Whether a range is written in its one form: a canonical address, a prefix, and no bit set behind it. One address is a /32 or a /128. */
export function isRange(text: string): boolean {
  const [address = "", prefix = "", ...rest] = text.split("/");
  const bits = isIPv4(address) ? 32 : 128;
  if (rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits) return false;
  if (canonicalAddress(address) !== address) return false;
  // the first address of its range: nothing below it is in there
  const below = bytesOf(address);
  return below.every((byte, n) => (byte & (255 >> Math.max(0, Math.min(8, Number(prefix) - 8 * n)))) === 0);
}

/** Whether an address is in one of the ranges. The address is canonical, and so are the ranges. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", prefix = ""] = range.split("/");
    list.addSubnet(network, Number(prefix), familyOf(network));
  }
  return list.check(address, familyOf(address));
}

/**
 * Who asks, where proxies of our own stand before us: the last hop that none of them is. What a stranger writes into X-Forwarded-For
 * stands left of what our proxies add, and is never reached. Undefined when it cannot be told, which is a refusal.
 */
export function clientAddress(
  peer: string,
  forwardedFor: readonly string[],
  proxies: readonly string[],
): string | undefined {
  const hops = forwardedFor.flatMap((line) => line.split(",")).map((hop) => hop.trim());
  for (const hop of [peer, ...hops.toReversed()]) {
    const address = canonicalAddress(hop);
    if (address === undefined) return undefined;
    if (!isWithin(address, proxies)) return address;
  }
  return undefined;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv4(address) ? "ipv4" : "ipv6";
}

/** Bytes of a canonical address. */
function bytesOf(address: string): number[] {
  if (isIPv4(address)) return address.split(".").map(Number);
  const [left = "", right] = address.split("::");
  const groups = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const [head, tail] = [groups(left), groups(right ?? "")];
  const middle = Array.from({ length: right === undefined ? 0 : 8 - head.length - tail.length }, () => 0);
  return [...head, ...middle, ...tail].flatMap((group) => [group >> 8, group & 255]);
}
