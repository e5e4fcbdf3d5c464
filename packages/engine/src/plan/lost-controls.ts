import { type AnyControl, type Fact, known } from "@secondlock/model";
import type { ControlVerdict } from "../audit.ts";
import type { Snapshot } from "../collect/collect.ts";
import type { Draft, Drafts } from "./draft.ts";

/** What holds now, and does not once the plan is applied. */
export interface LostControl {
  readonly control: string;
  readonly because: string;
  /** The resource whose change turns it, in the order of the drafts. */
  readonly resource: string;
}

/**
 * A change may take from one control what another wants, e.g. an administrator's root together with an empty password.
 * Found by judging the facts as they will read, for the controls that hold now. Pure.
 */
export function lostControls(
  drafts: readonly Draft[],
  snapshot: Snapshot,
  holding: readonly AnyControl[],
  judged: (control: AnyControl, snapshot: Snapshot) => ControlVerdict,
): readonly LostControl[] {
  const lost = new Map<string, LostControl>();
  let after = snapshot;
  for (const draft of drafts) {
    after = settled(draft, after);
    const changed = new Set(draft.states.map(({ fact }) => fact.id));
    const concerned = holding.filter(({ facts }) =>
      Object.values<Fact<unknown>>(facts).some(({ id }) => changed.has(id)),
    );
    for (const control of concerned) {
      const { outcome, because } = judged(control, after).inside;
      if (outcome !== "broken") lost.delete(control.id);
      else if (!lost.has(control.id)) lost.set(control.id, { control: control.id, because, resource: draft.resource });
    }
  }
  return [...lost.values()];
}

/** Work for a person, without what the plan itself brings about. Pure. */
export function leftToPeople(
  { drafts, byHand }: Pick<Drafts, "drafts" | "byHand">,
  snapshot: Snapshot,
  controls: readonly AnyControl[],
  judged: (control: AnyControl, snapshot: Snapshot) => ControlVerdict,
): Drafts["byHand"] {
  const after = drafts.reduce((before, draft) => settled(draft, before), snapshot);
  const asked = controls.filter(({ id }) => byHand.some(({ control }) => control.id === id));
  const stand = asked.filter((control) => judged(control, after).inside.outcome === "holds").map(({ id }) => id);
  return byHand.filter(({ control }) => !stand.includes(control.id));
}

/** The facts as they will read. */
function settled({ states }: Draft, snapshot: Snapshot): Snapshot {
  const facts = new Map(snapshot.facts);
  for (const { fact, settle } of states) {
    const found = facts.get(fact.id);
    if (found?.reading.known === true) facts.set(fact.id, { ...found, reading: known(settle(found.reading.value)) });
  }
  return { ...snapshot, facts };
}
