import type { Vantage } from "@secondlock/model";
import type { HostKey } from "../collect/system.ts";
import type { Address } from "./address.ts";

/** What shows that an address leads to a host of ours, before anything else is sent there. */
export interface Ownership {
  readonly address: Address;
  /** It is the host's own, and not only a port of it that leads there. */
  readonly owned: boolean;
  /** The key exchange there was signed by a host key that was read inside. */
  readonly hostKey: boolean;
  /** What the SSH server there calls itself; empty when none answered. */
  readonly software: string;
  readonly because: string;
}

export function proven(ownership: Ownership): boolean {
  return ownership.owned || ownership.hostKey;
}

/** A host key alone shows who answers the key exchange: enough to greet SSH there, not to scan ports or to offer a key. */
export function onlyGreeting(ownership: Ownership): boolean {
  return ownership.hostKey && !ownership.owned;
}

/** Whether the fingerprint is one of the host's own, and not one that a second host of the service shares (cloned images). */
export function isOwnKey(fingerprint: string, own: readonly HostKey[], others: readonly HostKey[]): boolean {
  const has = (keys: readonly HostKey[]): boolean => keys.some((key) => key.fingerprint === fingerprint);
  return fingerprint !== "" && has(own) && !has(others);
}

/**
 * Whether a proof made from the operator's machine also holds at another vantage: a global address is the same machine
 * everywhere, a private one may be somebody else's there. Pure.
 */
export function holdsAt(vantage: Vantage, ownership: Ownership): boolean {
  return vantage === "operator" || !ownership.address.local;
}

/**
 * By host, the addresses that another host of ours proved and that are the same machine everywhere: so a host that only
 * that one reaches, by its firewall, is still tried from where it must be closed. Pure.
 */
export function provenEverywhere(
  proofs: readonly ReadonlyMap<string, readonly Address[]>[],
): ReadonlyMap<string, readonly Address[]> {
  const all = proofs.flatMap((byHost) => [...byHost]);
  return new Map(
    [...Map.groupBy(all, ([host]) => host)].map(([host, found]) => {
      const global = found.flatMap(([, addresses]) => addresses).filter(({ local }) => !local);
      return [host, [...new Map(global.map((one) => [one.address, one])).values()]] as const;
    }),
  );
}
