import type { Signer } from "../keys/signing.ts";
import type { Owning } from "../owner/orders.ts";
import { type Confirming, startConfirming } from "./confirming.ts";

/** An owner at a running confirmer. */
const running: Confirming[] = [];
export const started = async (policy?: Parameters<typeof startConfirming>[0]): Promise<Confirming> => {
  const confirming = await startConfirming(policy);
  running.push(confirming);
  return confirming;
};
/** For afterEach. */
export const stopAll = async (): Promise<void> => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
};

export const owning = (here: Confirming, signer: Signer = here.owner): Owning => ({
  ...{ confirmer: here.confirmer, signer, send: (outgoing) => here.send(outgoing) },
});
export const types = async (here: Confirming): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const { type } of here.ledger.read({})) found.push(type);
  return found;
};
/** What the confirmer wrote down about the last thing that it refused. */
export const reason = (here: Confirming): string | undefined => here.refusals.at(-1)?.reason;
