import type { RequestMessage } from "@secondlock/signatures";

/** A request as it came. */
export interface Arrived {
  readonly message: RequestMessage;
  readonly body: Buffer;
  /** The other end of the connection, and what X-Forwarded-For says: a key's policy tells which proxies to believe. */
  readonly peer: string;
  readonly forwardedFor: readonly string[];
}

/** Why nothing is done. For the log; whoever asked gets a reference. */
export interface Refused {
  readonly ok: false;
  readonly reason: string;
  readonly detail?: string;
}
