import type { HostWanted } from "./wanted.ts";
import type { Instance } from "./control.ts";

/** One harmless, bounded touch of a target from a vantage. Equal probes are made once and shared by all attempts. */
export type Probe =
  /** One SSH connection that offers no credential: reads banner, algorithm offers, host keys and the methods offered. */
  | { readonly kind: "ssh-greeting"; readonly account: string; readonly family: Family; readonly offer?: SshOffer }
  /** One login with the operator's own keys. `keys: "one"` offers each key alone and never a second factor. */
  | { readonly kind: "ssh-login"; readonly account: string; readonly family: Family; readonly keys: "all" | "one" }
  /** One login of the declared throw-away account with its right password. */
  | { readonly kind: "ssh-password"; readonly account: string; readonly passwordFrom: string; readonly family: Family }
  /** TCP connects to the ports, nothing sent. */
  | { readonly kind: "tcp-ports"; readonly family: Family; readonly ports: "usual" | readonly number[] }
  /** One HTTP request without a body; the certificate is not judged. */
  | {
      readonly kind: "http-get";
      readonly port: number;
      readonly host: string;
      readonly path: string;
      readonly tls?: true;
      readonly family: Family;
    }
  /** One TLS handshake limited to one protocol version. */
  | {
      readonly kind: "tls-hello";
      readonly port: number;
      readonly host: string;
      readonly version: TlsVersion;
      readonly family: Family;
    }
  /** Asks the administrator's own login to forward: a TCP connection, or the agent. */
  | { readonly kind: "ssh-forward"; readonly account: string; readonly what: "tcp" | "agent" }
  /** One command run by the administrator's ordinary account, without sudo. Only reads. */
  | { readonly kind: "ordinary-command"; readonly account: string; readonly argv: readonly [string, ...string[]] };

export type Family = 4 | 6;
export type TlsVersion = "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";
/** Offer only these, to see whether the server takes them. */
export type SshOffer = { readonly kex: string } | { readonly cipher: string } | { readonly mac: string };

/** What a probe saw. */
export type Observation =
  | {
      readonly kind: "ssh-greeting";
      readonly banner: string;
      readonly kex: readonly string[];
      readonly hostKeyAlgorithms: readonly string[];
      readonly ciphers: readonly string[];
      readonly macs: readonly string[];
      /** `SHA256:...` of the key that signed this key exchange. */
      readonly hostKey: string;
      /** Methods that the server offers before any credential; empty when it let the account in without one. */
      readonly methods: readonly string[];
      /** True when the account was let in with no credential at all. */
      readonly opened: boolean;
      /** False when client and server found no algorithm in common. */
      readonly negotiated: boolean;
    }
  | {
      readonly kind: "ssh-login";
      readonly opened: boolean;
      readonly methodsLeft: readonly string[];
      readonly partial: boolean;
    }
  | { readonly kind: "ssh-password"; readonly opened: boolean; readonly methods: readonly string[] }
  | {
      readonly kind: "tcp-ports";
      readonly open: readonly number[];
      readonly refused: number;
      readonly silent: number;
      readonly tried: number;
    }
  | {
      readonly kind: "http-get";
      readonly status: number;
      readonly location: string;
      readonly bytes: number;
      readonly setsCookie: boolean;
    }
  | { readonly kind: "tls-hello"; readonly accepted: boolean; readonly protocol: string; readonly cipher: string }
  | { readonly kind: "ssh-forward"; readonly forwarded: boolean }
  | { readonly kind: "ordinary-command"; readonly status: number; readonly output: string }
  /** Nothing answers there from this vantage: no listener, or a firewall. */
  | { readonly kind: "closed"; readonly because: string }
  /** The probe itself could not be made. */
  | { readonly kind: "failed"; readonly because: string };

export type SeenFrom = "operator" | "stranger" | "other hosts";

/** A try to get past a control: data plus a pure judgement. The runners of the probe kinds live in engine/attempt. */
export interface Attempt {
  readonly id: string;
  readonly title: string;
  /** Vantages it is made from. Probes over the administrator's own login are always made from `operator`. */
  readonly from: readonly SeenFrom[];
  /** Probes that must be refused. Empty: not attempted on this host, with {@link Attempt.unless} as the reason. */
  readonly probes: (wanted: HostWanted, instance: Instance, vantage: Vantage) => readonly Probe[];
  /** Reason given when there are no probes. */
  readonly unless: string;
  /**
   * Pure. `seen` answers the probes, without those that found nothing listening (when all did, the attempt is refused)
   * and never with a probe that failed (then the attempt is inconclusive).
   */
  readonly judge: (
    seen: readonly Seen[],
    context: { readonly wanted: HostWanted; readonly instance: Instance; readonly vantage: Vantage },
  ) => Judged;
  /**
   * The rightful way in, which must still work. Absent: the administrator's own login, which every audit makes
   * in the same run, over the same address.
   */
  readonly positive?: {
    readonly title: string;
    readonly probes: (wanted: HostWanted, instance: Instance) => readonly Probe[];
    readonly works: (seen: readonly Seen[]) => boolean;
  };
}

/** An observation with the probe and the address that it belongs to. */
export interface Seen {
  readonly probe: Probe;
  readonly address: string;
  readonly observation: Observation;
}

export type Vantage = "operator" | "stranger" | `host:${string}`;

export type Judged = {
  readonly outside: "refused" | "succeeded" | "inconclusive";
  readonly because: string;
};

export function defineAttempt(attempt: Attempt): Attempt {
  return attempt;
}
