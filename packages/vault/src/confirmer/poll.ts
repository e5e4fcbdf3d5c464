import { readCanonical } from "../canonical.ts";
import { isBytes, isObject } from "../file/shape.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import { activeKey } from "./active-key.ts";
import { changeWaiting, missingApprovals, waitingOpening } from "./approval.ts";
import type { Arrived, Refused } from "./arrived.ts";
import type { Confirmer } from "./confirmer.ts";
import { count, type Demand } from "./count.ts";
import { evaluateLogged } from "./evaluate-logged.ts";
import { type Answer, challengeLength, pollTag } from "./opening-message.ts";
import { signedRequest } from "./signed-request.ts";
import { clientAddress } from "./source.ts";

const longestPoll = 256;
const isTimed = isObject({ handle: isBytes(16) });
const isChallenged = isObject({ handle: isBytes(16), challenge: isBytes(challengeLength) });

/** What became of an opening that waits: 202 as long as approvals are missing; then the answer, once. All of the policy is looked at again. */
export async function pollOpening(
  confirmer: Confirmer,
  handle: string,
  arrived: Arrived,
): Promise<Outcome<Answer> | Refused> {
  const { documents, now } = confirmer;
  const waiting = await waitingOpening(documents, handle);
  if (waiting === undefined) return refuse("unknown-opening");
  const { opening, expires } = waiting;
  const found = await activeKey(confirmer, opening.kid);
  if (!found.ok) return found;
  const { record, policies } = found.value;
  const polled = readCanonical(String(arrived.body));
  if (!isTimed(polled) && !isChallenged(polled)) return refuse("malformed-poll");
  const { handle: named, challenge } = polled as { readonly handle: string; readonly challenge?: string };
  if (named !== handle) return refuse("malformed-poll");
  const verified = await signedRequest(confirmer, arrived, {
    ...{ signers: [policies.current.hostKey], tag: pollTag, longest: longestPoll },
    ...(challenge === undefined ? {} : { challenge }),
  });
  if (!verified.ok) return verified;
  if (waiting.answered) return refuse("answered-before");
  if (expires <= now()) return refuse("approval-expired");
  if (missingApprovals(waiting, policies) > 0) return accept({ status: 202, content: { handle, expires } });
  const approvedBy = waiting.approvals.map(({ key }) => key);
  const source = clientAddress(arrived.peer, arrived.forwardedFor, policies.current.proxies);
  const demand: Demand = { opening, source, approvedBy, isPaid: true, seen: record };
  // looked at first: what is refused now, for its hour or its source, has not used up what people agreed to
  const fits = count(await documents.read("key", opening.kid), policies, demand, now());
  if (!fits.result.ok) return fits.result;
  const mine = await changeWaiting<Outcome<undefined>>(documents, handle, (waits) =>
    waits.answered
      ? { result: refuse("answered-before") }
      : { result: accept(undefined), next: { ...waits, answered: true } },
  );
  if (!mine.ok) return mine;
  const counted = await documents.update("key", opening.kid, (text) => count(text, policies, demand, now()));
  return counted.ok ? await evaluateLogged(confirmer, counted.value, opening, counted.again) : counted;
}
