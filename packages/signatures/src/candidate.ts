import { checkCover, coversDigest } from "./cover.ts";
import { freshUntil } from "./freshness.ts";
import { kindOf, type Message } from "./message.ts";
import type { Policy } from "./policy.ts";
import { accept, type Outcome, refuse, refusedAt } from "./refusal.ts";
import { type PresentedLabels, type PresentedSignature, presentedSignature } from "./signature-fields.ts";

/** A signature that would do, if it verifies. */
export interface Candidate extends PresentedSignature {
  /** Last second at which it is good; Infinity without created and expires. */
  readonly deadline: number;
  readonly coversBody: boolean;
}

/** The signatures that must verify, judged by everything that needs no key and no body. */
export function candidates(
  presented: PresentedLabels,
  policy: Policy,
  message: Message,
  now: number,
): Outcome<readonly Candidate[]> {
  const labels = policy.labels ?? labelsByTag(presented, policy.tag);
  if (labels.length === 0) return refuse("no-signature", policy.tag);
  const chosen: Candidate[] = [];
  for (const label of labels) {
    const signature = presentedSignature(presented, label, kindOf(message));
    if (!signature.ok) return signature;
    const candidate = judged(signature.value, policy, message, now);
    if (!candidate.ok) return refusedAt(label, candidate);
    chosen.push(candidate.value);
  }
  return accept(chosen);
}

/** Labels mean nothing by themselves (RFC 9421 7.2.5): a tag says what a signature is for. Others' signatures are passed over. */
function labelsByTag({ inputs }: PresentedLabels, tag: string | undefined): readonly string[] {
  if (tag === undefined) return [...inputs.keys()];
  return [...inputs].filter(([, [, parameters]]) => parameters.get("tag") === tag).map(([label]) => label);
}

function judged(signature: PresentedSignature, policy: Policy, message: Message, now: number): Outcome<Candidate> {
  const { components, parameters } = signature;
  for (const name of policy.parameters) if (parameters[name] === undefined) return refuse("missing-parameter", name);
  if (policy.tag !== undefined && parameters.tag !== policy.tag) return refuse("wrong-tag", parameters.tag);
  const fresh = freshUntil(parameters, policy, now);
  if (!fresh.ok) return fresh;
  const cover = checkCover(components, policy, message);
  if (!cover.ok) return cover;
  return accept({ ...signature, deadline: fresh.value, coversBody: coversDigest(components) });
}
