import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * One way to write an address: IPv6 as RFC 5952 has it, IPv4 in four plain decimals, and an IPv4 address inside IPv6 (RFC 4291 2.5.5.2)
 * as the IPv4 address that it is. Undefined for anything else, also with a zone.
 */
export function canonicalAddress(text: string): string | undefined {
  // ipaddr.js also takes octal, hexadecimal and short forms
  if (isIP(text) === 0 || text.includes("%")) return undefined;
  // and it takes ::203.0.113.7 for ::ffff:203.0.113.7, which the URL's groups of digits do not look like
  return ipaddr.process(isIP(text) === 6 ? new URL(`http://[${text}]/`).hostname.slice(1, -1) : text).toString();
}

/** Whether a range is written in its one form: a canonical address, a prefix, and no bit set behind it. One address is a /32 or a /128. */
export function isRange(text: string): boolean {
  const [address = "", prefix = ""] = text.split("/");
  if (canonicalAddress(address) !== address || !ipaddr.isValidCIDR(text)) return false;
  const family = isIP(address) === 4 ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(text).toString()}/${Number(prefix)}` === text;
}

/** Whether an address is in one of the ranges. The address is canonical, and so are the ranges. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const parsed = ipaddr.parse(address);
  return ranges.some((range) => {
    const [network, prefix] = ipaddr.parseCIDR(range);
    return network.kind() === parsed.kind() && parsed.match(network, prefix);
  });
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
