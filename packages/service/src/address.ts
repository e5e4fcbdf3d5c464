import type { HostWanted, SshLogin } from "@secondlock/model";
import ipaddr from "ipaddr.js";

/**
 * The one way to write a literal address (RFC 5952 for IPv6, IPv4-mapped folded to IPv4), or undefined when the text is not one.
 * Octal, hexadecimal and short IPv4 forms are refused: two programs read them as two addresses.
 */
export function canonicalAddress(text: string): string | undefined {
  if (text.length > 64) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return text.split(".").some(hasLeadingZero) ? undefined : text;
  if (!text.includes(":") || !/^[0-9a-fA-F:.]+(?:%[A-Za-z0-9._-]{1,15})?$/.test(text) || !ipaddr.IPv6.isValid(text)) {
    return undefined;
  }
  return ipaddr.process(text).toString();
}

/** Whether nobody on the internet reaches this literal address: private, loopback, link-local, carrier NAT, unique local. */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const unreachable = ["private", "loopback", "linkLocal", "uniqueLocal", "carrierGradeNat", "unspecified"];
  return unreachable.includes(ipaddr.process(address).range());
}

/** Whether the text may be a name of a machine: DNS name or alias, never an option, never something a shell reads. */
export function isHostName(text: string): boolean {
  if (text.length > 253 || /^[0-9.]+$/.test(text)) return false;
  return /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62}))*\.?$/.test(text);
}

/** A literal address of the login counts as an address of the host, and so does a full name when no other address is given. */
export function addressesOf(
  ssh: SshLogin | undefined,
  addresses: readonly string[] | undefined,
  ownPrivate: string | readonly string[] | undefined,
): Pick<HostWanted, "addresses" | "privateAddresses"> {
  const publicOnes = (addresses ?? []).map((address) => canonicalAddress(address) ?? address);
  const privateOnes = (typeof ownPrivate === "string" ? [ownPrivate] : (ownPrivate ?? [])).map(
    (address) => canonicalAddress(address) ?? address,
  );
  const literal = ssh && canonicalAddress(ssh.address);
  if (literal !== undefined && isPrivateAddress(literal)) privateOnes.push(literal);
  else if (literal !== undefined && !privateOnes.includes(literal)) publicOnes.push(literal);
  else if (ssh !== undefined && addresses === undefined && ssh.address.includes(".")) publicOnes.push(ssh.address);
  return { addresses: [...new Set(publicOnes)], privateAddresses: [...new Set(privateOnes)] };
}

function hasLeadingZero(part: string): boolean {
  return part.length > 1 && part.startsWith("0");
}
