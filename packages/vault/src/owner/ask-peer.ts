import { isBytes, isListOf, isObject } from "../file/shape.ts";
import type { Signer } from "../keys/signing.ts";
import { accept, refuse } from "../outcome.ts";
import { type AskPeer, peerTag, revocationsPath, type ToldRevocation } from "../confirmer/peers.ts";
import { exchange, type Send } from "./exchange.ts";

const isTold = isObject({
  revocations: isListOf(
    isObject({
      id: isBytes(32),
      revocation: isObject({
        text: (value) => typeof value === "string",
        signatures: isListOf(isObject({ owner: isBytes(32), signature: isBytes(64) }), 16),
      }),
    }),
    64,
  ),
});

/** How one confirmer asks another, as itself. */
export function askingPeers(signer: Signer, send: Send): AskPeer {
  return async (peer, after) => {
    const confirmer = { confirmer: new URL(peer.origin).hostname, ...peer };
    const told = await exchange(confirmer, signer, { path: revocationsPath, tag: peerTag, content: { after } }, send);
    if (!told.ok) return told;
    if (!isTold(told.value)) return refuse("malformed-answer");
    return accept((told.value as { readonly revocations: readonly ToldRevocation[] }).revocations);
  };
}
