import { challengeLength } from "../confirmer/opening-message.ts";
import { readCanonical } from "../canonical.ts";
import { challengePath } from "../confirmer/opening-message.ts";
import { isBytes, isCount, isObject } from "../file/shape.ts";
import type { ConfirmerKey } from "../file/wrap.ts";
import type { Outgoing, Reply } from "./ask.ts";

const isChallenge = isObject({ challenge: isBytes(challengeLength), expires: isCount });

/**
 * What a host signs in place of the time. Nobody signs a challenge: a false one makes an opening that the confirmer refuses. Rejects
 * when none is given.
 */
export async function askChallenge(
  confirmer: ConfirmerKey,
  send: (outgoing: Outgoing) => Promise<Reply>,
): Promise<string> {
  const request = { method: "POST", targetUri: `${confirmer.origin}${challengePath}`, headers: [] } as const;
  const { status, body } = await send({ request, body: Buffer.alloc(0), confirmer });
  const given = readCanonical(String(body));
  if (status !== 200 || !isChallenge(given)) throw new Error(`${confirmer.confirmer} gives no challenge`);
  return (given as { readonly challenge: string }).challenge;
}
