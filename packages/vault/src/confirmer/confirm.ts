import { fromText } from "../bytes.ts";
import { isElement } from "../oprf/evaluate.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { activeKey, type Policies } from "./active-key.ts";
import { askForApproval } from "./approval.ts";
import type { Arrived, Refused } from "./arrived.ts";
import type { Confirmer } from "./confirmer.ts";
import { count, type Demand } from "./count.ts";
import { evaluateLogged } from "./evaluate-logged.ts";
import { type Answer, type AskedOpening, longestOpening, openingTag, readAsked } from "./opening-message.ts";
import { signedRequest } from "./signed-request.ts";
import { clientAddress } from "./source.ts";

/**
 * Confirms one opening, or says why not. In this order: is the key active, is the policy its owners', is the request the host's, is it
 * new, is it in policy; then it is counted, then it is in the log, and only then anything is evaluated. What fails in between leaves an
 * opening counted that never was: never one that is not in the log.
 */
export async function confirmOpening(
  confirmer: Confirmer,
  kid: string,
  arrived: Arrived,
): Promise<Outcome<Answer> | Refused> {
  const found = await activeKey(confirmer, kid);
  if (!found.ok) return found;
  const { record, policies } = found.value;
  const asked = await askedBy(confirmer, policies, kid, arrived);
  if (!asked.ok) return asked;
  const { opening, base } = asked.value;
  const source = clientAddress(arrived.peer, arrived.forwardedFor, policies.current.proxies);
  const demand: Demand = { opening, source, approvedBy: [], isPaid: false, seen: record };
  const counted = await confirmer.documents.update("key", kid, (text) =>
    count(text, policies, demand, confirmer.now()),
  );
  if (counted.ok) return await evaluateLogged(confirmer, counted.value, opening, counted.again);
  if (counted.reason !== "approval-needed") return counted;
  return await askForApproval(confirmer, policies.current.rate, opening, base);
}

/** What the host signed, and nobody has sent before. */
async function askedBy(
  confirmer: Confirmer,
  { current }: Policies,
  kid: string,
  arrived: Arrived,
): Promise<Outcome<{ readonly opening: AskedOpening; readonly base: string }> | Refused> {
  // whether it names a challenge decides how its signature is looked at, and that covers the challenge
  const announced = readAsked(arrived.body);
  const challenge = announced.ok ? announced.value.challenge : undefined;
  const verified = await signedRequest(confirmer, arrived, {
    ...{ signers: [current.hostKey], tag: openingTag, longest: longestOpening },
    ...(challenge === undefined ? {} : { challenge }),
  });
  if (!verified.ok) return verified;
  const asked = readAsked(verified.value.body);
  if (!asked.ok) return asked;
  if (asked.value.kid !== kid) return refuse("foreign-key");
  if (!isElement(fromText(asked.value.element) ?? Buffer.alloc(0))) return refuse("bad-element");
  return accept({ opening: asked.value, base: verified.value.base });
}
