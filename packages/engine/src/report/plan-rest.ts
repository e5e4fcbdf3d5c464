import type { HostPlan } from "../plan/plan.ts";
import { hanging, type Paper } from "./paper.ts";
import { count } from "./words.ts";

/** What the plan leaves: work for a person, what was found there and stays, and what could not be seen. */
export function restLines(paper: Paper, plan: HostPlan, whole: boolean): readonly string[] {
  return [
    ...(whole ? handLines(paper, plan) : []),
    ...(plan.found.length === 0 ? [] : [""]),
    ...plan.found.flatMap((text) => hanging(paper, "  found there: ", text, { lead: "open" })),
    ...(whole ? unseenLines(paper, plan) : leftLines(paper, plan)),
  ];
}

function handLines(paper: Paper, { byHand }: HostPlan): readonly string[] {
  if (byHand.length === 0) return [];
  return [
    "",
    `  ${paper.ink("strong", `By hand, because only a person can decide it (${byHand.length}):`)}`,
    ...byHand.flatMap(({ control, text }) => hanging(paper, `    ${control.id}: `, text)),
  ];
}

function unseenLines(paper: Paper, { unseen }: HostPlan): readonly string[] {
  if (unseen.length === 0) return [];
  const byReason = [...Map.groupBy(unseen, ({ because }) => because)];
  const texts = byReason.map(([because, some]) => `${some.map(({ control }) => control).join(", ")} (${because})`);
  return ["", ...hanging(paper, "  not seen: ", texts.join("; "), { lead: "open" })];
}

/** How much is left, without what to do about it. */
function leftLines(paper: Paper, { byHand, found, unseen }: HostPlan): readonly string[] {
  const hands = new Set(byHand.map(({ control }) => control.id)).size;
  const texts = [
    ...(hands === 0 ? [] : [`${count(hands, "control")} ${hands === 1 ? "waits" : "wait"} for a person to decide`]),
    ...(unseen.length === 0 ? [] : [`${count(unseen.length, "control")} could not be looked at`]),
  ];
  if (texts.length === 0) return [];
  return [...(found.length === 0 ? [""] : []), ...hanging(paper, "  left: ", texts.join("; "), { lead: "open" })];
}
