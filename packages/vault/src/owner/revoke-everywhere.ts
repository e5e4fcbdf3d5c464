import type { KnownConfirmer } from "../file/wrap.ts";
import { type Outcome, accept } from "../outcome.ts";
import type { ExchangeReason } from "./exchange.ts";
import type { NamedKey } from "./named-key.ts";
import { type Owning, revokeThere, signRevocation } from "./orders.ts";

/** What one confirmer made of it: the kids that it has revoked by this. Others were revoked before, or are not there. */
export interface RevokedThere {
  readonly confirmer: KnownConfirmer;
  readonly outcome: Outcome<readonly string[], ExchangeReason>;
}

/** Keys that a confirmer takes in one revocation. */
const most = 64;

/**
 * Revokes keys at all of their confirmers at once. Each is told of all keys: it passes them on to its peers. Where something fails the
 * rest is done all the same.
 */
export async function revokeEverywhere(
  keys: readonly NamedKey[],
  { at, ...owner }: Pick<Owning, "signer" | "send"> & { readonly at: Date },
): Promise<readonly RevokedThere[]> {
  const kids = [...new Set(keys.map(({ kid }) => kid))];
  const revocations = Array.from({ length: Math.ceil(kids.length / most) }, (_, n) =>
    signRevocation(kids.slice(n * most, (n + 1) * most), owner.signer, at),
  );
  const confirmers = new Map(keys.map(({ confirmer }) => [`${confirmer.origin} ${confirmer.key}`, confirmer]));
  return await Promise.all(
    [...confirmers.values()].map(async (confirmer) => {
      let outcome: RevokedThere["outcome"] = accept([]);
      for (const revocation of revocations) {
        const part = await revokeThere({ ...owner, confirmer }, revocation);
        if (!part.ok) outcome = part;
        else if (outcome.ok) outcome = accept([...outcome.value, ...part.value.revoked]);
      }
      return { confirmer, outcome };
    }),
  );
}
