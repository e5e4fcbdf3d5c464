import type { EnvironmentFiles } from "./environment-files.ts";
import type { SealedConfirmer, SealedWrap } from "./sealed-structure.ts";

/** Where a confirmer is, as far as addresses tell. */
export type Place = "elsewhere" | "here" | "unknown";

/** The host part of an origin, without brackets. */
function nameOf({ origin }: SealedConfirmer): string {
  return origin
    .replace(/^https?:\/\//, "")
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1");
}

/** `own`: the addresses of this host. A name with one address here is here: whoever has the host can be who answers. */
export function placeOf(confirmer: SealedConfirmer, { places }: EnvironmentFiles, own: readonly string[]): Place {
  const name = nameOf(confirmer);
  const literal = /^[\d.]+$|:/.test(name) ? [name] : [];
  const addresses = [...literal, ...(Object.hasOwn(places, name) ? (places[name] ?? []) : [])].map(plain);
  const ours = new Set(own.map(plain));
  if (/^(.*\.)?localhost$/.test(name)) return "here";
  if (addresses.some((address) => isLoopback(address) || ours.has(address))) return "here";
  return addresses.length === 0 ? "unknown" : "elsewhere";
}

/** An IPv4 address that is written as IPv6 is that one. */
function plain(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, "");
}

function isLoopback(address: string): boolean {
  return /^(127\.|0\.|::1?$|::ffff:(7f|0:))/.test(address);
}

/** Those of this host, by its id in the service file or the name that it gives itself; of others where none is. */
export function wrapsOf(wraps: readonly SealedWrap[], names: readonly string[]): readonly SealedWrap[] {
  const own = wraps.filter(({ host }) => names.includes(host));
  return own.length > 0 ? own : wraps;
}
