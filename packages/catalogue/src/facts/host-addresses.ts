import { defineFact, known, type Reading, unreadable } from "@secondlock/model";
import { textOf } from "./raw-text.ts";

export interface HostAddresses {
  /** Without those of the loopback and link-local ones. */
  readonly addresses: readonly string[];
  /** False when the kernel has no IPv6 at all, not even on the loopback. */
  readonly ipv6: boolean;
}

/** The addresses that the host has now. */
export const hostAddresses = defineFact<HostAddresses>({
  id: "host-addresses",
  title: "the host's addresses",
  reads: () => ({ addresses: { argv: ["ip", "-j", "addr"], root: false, bytes: 512 * 1024 } }),
  parse(raw): Reading<HostAddresses> {
    const text = textOf(raw, "addresses");
    return text.known ? parseAddresses(text.value) : text;
  },
});

export function parseAddresses(text: string): Reading<HostAddresses> {
  const local = [...text.matchAll(/"local":\s?"([0-9a-fA-F.:]{2,45})"/g)].map(([, address = ""]) => address);
  if (local.length === 0) return unreadable("ip printed no address");
  return known({
    addresses: local.filter((address) => !/^(127\.|::1$|fe80:|169\.254\.)/i.test(address)),
    ipv6: local.some((address) => address.includes(":")),
  });
}

/** RFC 1918, RFC 6598 and RFC 4193: not routed on the internet. */
export function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:)/i.test(
    address,
  );
}
