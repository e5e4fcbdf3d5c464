import { readPolicy } from "../confirmer/policy.ts";
import type { SealedFile } from "../file/sealed-file.ts";
import type { ConfirmerKey, KnownConfirmer } from "../file/wrap.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { ExchangeReason } from "./exchange.ts";
import { invitedKey } from "./invited.ts";
import { lookThere, type Owning } from "./orders.ts";
import { readToldPolicy, type ToldPolicy } from "./told-policy.ts";

/** Who asks, and about which file. */
export interface PoliciesAsked extends Pick<Owning, "signer" | "send"> {
  readonly home: string;
  readonly sealed: SealedFile;
}

/** The policy of one of a host's keys. */
export interface PolicyThere extends ToldPolicy {
  readonly key: ConfirmerKey;
  /** How many own that confirmer, by its word. */
  readonly owners: number;
}

/**
 * What the confirmers of a host go by, in the order of its wraps. Refuses with `no-key` where one does not have the key that the wrap
 * names, and with `anothers-policy`.
 */
export async function policiesThere(
  { home, sealed, signer, send }: PoliciesAsked,
  host: string,
): Promise<Outcome<readonly PolicyThere[], ExchangeReason | "no-key" | "anothers-policy">> {
  const { file, owner } = sealed.header.content;
  const found: PolicyThere[] = [];
  for (const key of keysOf(sealed, host)) {
    const looked = await lookThere({ confirmer: knownOf(key), signer, send });
    if (!looked.ok) return looked;
    const told = looked.value.keys.find(({ kid }) => kid === key.kid);
    if (told === undefined) return refuse("no-key", key.kid);
    // all of them are for one host
    const hostKey = (await invitedKey(home, { file, host, kid: key.kid }, owner)) ?? found[0]?.policy.hostKey;
    const read = readToldPolicy(told, key, { owners: [signer.publicKey, owner], hostKey });
    if (!read.ok) return read;
    found.push({ ...read.value, key, owners: looked.value.owners.owners.length });
  }
  return found.length === 0 ? refuse("no-key", host) : accept(found);
}

/**
 * Public keys of the hosts of a file, as they were invited, and as their confirmers tell. A confirmer that does not answer is an error
 * only where no invitation says it.
 */
export async function hostKeysOf({
  home,
  sealed,
  signer,
  send,
}: PoliciesAsked): Promise<Outcome<ReadonlySet<string>, ExchangeReason>> {
  const { file, owner } = sealed.header.content;
  const found = new Set<string>();
  for (const { content } of sealed.wraps)
    for (const key of content.confirmers) {
      const invited = await invitedKey(home, { file, host: content.host, kid: key.kid }, owner);
      if (invited !== undefined) found.add(invited);
      const looked = await lookThere({ confirmer: knownOf(key), signer, send });
      if (!looked.ok && invited === undefined) return looked;
      const told = looked.ok ? looked.value.keys.find(({ kid }) => kid === key.kid) : undefined;
      const policy = readPolicy(told?.signed.text ?? "");
      if (policy.ok) found.add(policy.value.hostKey);
    }
  return accept(found);
}

function keysOf({ wraps }: SealedFile, host: string): readonly ConfirmerKey[] {
  return wraps.flatMap(({ content }) => (content.host === host ? content.confirmers : []));
}

function knownOf({ confirmer, origin, key }: ConfirmerKey): KnownConfirmer {
  return { confirmer, origin, key };
}
