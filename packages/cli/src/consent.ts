import { askedUnits, type Planned, planText, unseenOf, withoutUnits } from "@secondlock/engine/change";
import { paperOf } from "./commands/plan.ts";
import type { PlanArguments } from "./commands/plan-options.ts";
import type { Console } from "./console.ts";
import { editedText } from "./edited-text.ts";
import { sayYes } from "./say-yes.ts";

/** How a person agrees to a plan: beforehand on the command line, or when asked. */
export interface Terms {
  readonly args: PlanArguments;
  readonly yes: boolean;
  readonly overwrite: boolean;
  readonly signal: AbortSignal;
}

/** Services that somebody may be using are asked about one by one; all but a yes leaves one as it is. */
export async function unitsToKeep(
  plans: readonly Planned["plan"][],
  { yes, signal }: Terms,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const kept = new Map<string, Set<string>>();
  if (yes) return kept;
  for (const plan of plans)
    for (const unit of askedUnits(plan))
      if (!(await sayYes(`Stop ${unit} on ${plan.host}, now and after a restart?`, signal)))
        kept.set(plan.host, (kept.get(plan.host) ?? new Set()).add(unit));
  return kept;
}

/** Shows what is new in a plan since packages were changed, and asks about it; a text says why it is not to be applied. */
export async function agreedAnew(
  shown: Planned,
  now: Planned,
  terms: Terms,
  console: Console,
): Promise<Planned | string> {
  const unseen = unseenOf(now.plan, shown.plan);
  if (unseen === undefined) return now;
  const { host } = unseen;
  const paper = { ...paperOf(terms.args, console), all: terms.args.all };
  console.out(`${host}: since its packages were changed, this is new in the plan\n${planText(unseen, paper)}`);
  const [stop = editedText(unseen.drifted, terms.overwrite)] = unseen.refusals;
  if (stop !== undefined) return stop;
  const kept = await unitsToKeep([unseen], terms);
  const plan = withoutUnits(now.plan, kept.get(host) ?? new Set());
  if (terms.yes || (await sayYes(`Apply this to ${host} as well?`, terms.signal))) return { ...now, plan };
  return "nobody agreed to what is new in the plan";
}
