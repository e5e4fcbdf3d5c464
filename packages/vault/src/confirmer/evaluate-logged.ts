import { fromText, toText } from "../bytes.ts";
import { evaluate } from "../oprf/evaluate.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Refused } from "./arrived.ts";
import type { Confirmer } from "./confirmer.ts";
import { type KeyRecord, recordOf } from "./key-record.ts";
import type { Answer, AskedOpening } from "./opening-message.ts";
import { policyOf } from "./policy.ts";

/** Writes an opening that was counted into the log, waits for the disk, and only then evaluates. */
export async function evaluateLogged(
  { ledger, custody, documents }: Confirmer,
  { state, revision, policy: current }: KeyRecord,
  { kid, epoch, boot, purpose, sequence, policy, element }: AskedOpening,
  again: boolean,
): Promise<Outcome<Answer> | Refused> {
  const { version: policyVersion } = policyOf(current);
  const data = { kid, epoch, boot, purpose, sequence, policy, policyVersion, revision, again };
  const logged = await ledger.append({ type: "opening.confirmed", data });
  if (!logged.ok) return refuse("not-logged", logged.reason);
  // somebody may have revoked it while the log was waited for: an opening that stands there and never was
  const record = await recordOf(documents, kid);
  if (!record.ok) return record;
  const { status } = record.value.state;
  if (status !== "active") return refuse(status);
  const key = state.epochs.find((each) => each.epoch === epoch);
  const [publicKey, blinded] = [fromText(key?.publicKey ?? ""), fromText(element)];
  if (key === undefined || publicKey === undefined || blinded === undefined) return refuse("damaged-record");
  const pair = await custody.unwrap(kid, epoch, publicKey, key.wrapped);
  if (!pair.ok) return pair;
  const evaluated = evaluate(pair.value, blinded);
  if (!evaluated.ok) return evaluated;
  return accept({
    status: 200,
    content: {
      ...{ kid, epoch, policy, element: toText(evaluated.value.element), proof: toText(evaluated.value.proof) },
      logged: { seq: logged.seq, hash: logged.hash },
    },
  });
}
