import { isIP } from "node:net";
import type { Observation, Probe, RawOutput, Read } from "@secondlock/model";

/** Where a probe goes, and what of the operator's own it may use. */
export interface ProbePlace {
  readonly address: string;
  readonly port: number;
  /** The operator's private key files; empty at every other vantage. */
  readonly identities: readonly string[];
  /** File with the host keys that were read inside, under the name {@link hostKeyAlias}. */
  readonly knownHosts: string;
  /** Ports of the usual scan of this host, those declared included. */
  readonly usual: readonly number[];
  /** Type of the host key that a greeting asks for; undefined: whatever the server prefers. */
  readonly hostKeyType?: string;
  /** The way through another host, for an address that the operator does not reach directly. */
  readonly proxyCommand?: string;
  /** Options of ssh for the algorithms that are offered; undefined: all that ssh has. */
  readonly algorithms?: readonly string[];
}

export const hostKeyAlias = "secondlock-host";

/** A probe as one bounded command, and what its output says. Both pure, so that any vantage can run it. */
export interface ProbeKind<K extends Probe["kind"] = Probe["kind"]> {
  readonly read: (probe: ProbeOf<K>, place: ProbePlace) => Read;
  readonly see: (raw: RawOutput, probe: ProbeOf<K>) => Observation;
}

export type ProbeOf<K extends Probe["kind"]> = Extract<Probe, { kind: K }>;

export function failed(because: string): Observation {
  return { kind: "failed", because };
}

/** Nothing was refused where nothing could be sent. */
export const noRoute = failed("there is no route from this vantage");

/** Errors with which this machine itself keeps a connection from being made. */
export function isNoRoute(code: string | undefined): boolean {
  return ["ENETUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT", "ENETDOWN"].includes(code ?? "");
}

/** The name that a TLS client asks for; an address is none (RFC 6066, section 3). */
export function serverName(host: string): { readonly servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}

export function closed(because: string): Observation {
  return { kind: "closed", because };
}
