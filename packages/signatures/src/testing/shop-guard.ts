import { type Guard, verifiedOf } from "../adapters/verified-requests.ts";
import type { Policy } from "../policy.ts";
import type { PolicyOptions } from "../policy-options.ts";
import { shopPolicy } from "./shop.ts";

const seconds = (): number => Date.now() / 1_000;

/** The policy of the shop by the clock of this computer, as servers and clients have it. */
export function livePolicy(options: Partial<PolicyOptions> = {}): Policy {
  return shopPolicy({ now: seconds, ...options });
}

export function shopGuard({ body, ...options }: Partial<Guard> & Pick<PolicyOptions, "body"> = {}): Guard {
  return { policy: livePolicy(body === undefined ? {} : { body }), ...options };
}

/** The keyid of who signed a request that passed a guard. */
export function signerOf(request: object): string | undefined {
  return verifiedOf(request).signatures[0]?.parameters.keyid;
}
