import type { HandWork, HostPlan, PlannedControl } from "../plan/plan.ts";
import { cut, hanging, type Paper } from "./paper.ts";
import { count } from "./words.ts";

/** What the plan leaves: work for a person, what was found there and stays, and what could not be seen. */
export function restLines(paper: Paper, plan: HostPlan, whole: boolean): readonly string[] {
  return [
    ...(whole ? handLines(paper, plan) : []),
    ...(plan.found.length === 0 ? [] : [""]),
    ...foundLines(paper, plan.found),
    ...(whole ? unseenLines(paper, plan) : leftLines(paper, plan)),
  ];
}

/** What ends alike has one heading: six keys of leavers are six lines, and not the same sentence six times. */
function foundLines(paper: Paper, found: readonly string[]): readonly string[] {
  return [...Map.groupBy(found, (text) => sharedEnd(text, found))].flatMap(([end, some]) =>
    end === ""
      ? some.flatMap((text) => hanging(paper, "  found there: ", text, { lead: "open" }))
      : [
          ...hanging(paper, "  found there: ", `${end.slice(", ".length)}:`, { lead: "open" }),
          ...some.flatMap((text) => hanging(paper, "    ", text.slice(0, -end.length))),
        ],
  );
}

/** Characters of an end that says enough to be a heading. */
const leastShared = 24;

/** The last parts of a sentence, after a comma each, that another one has as well; empty when none does. */
function sharedEnd(text: string, all: readonly string[]): string {
  const commas = [...text.matchAll(/, /g)].map(({ index }) => text.slice(index));
  const ends = commas.filter(({ length }) => length >= leastShared);
  return ends.find((end) => all.some((other) => other !== text && other.endsWith(end))) ?? "";
}

function handLines(paper: Paper, { byHand }: HostPlan): readonly string[] {
  if (byHand.length === 0) return [];
  return [
    "",
    `  ${paper.ink("strong", `By hand, because only a person can decide it (${count(byControl(byHand).length, "control")}):`)}`,
    ...byControl(byHand).flatMap(([{ id, because }, texts]) => [
      ...(because === "" ? [`    ${id}`] : hanging(paper, `    ${id}: `, because)),
      ...texts.flatMap((text) => hanging(paper, "      to do: ", text)),
    ]),
  ];
}

/** Each control with what was seen, and all that there is to do about it. */
function byControl(works: readonly HandWork[]): readonly (readonly [PlannedControl, readonly string[]])[] {
  return [...Map.groupBy(works, ({ control }) => control.id).values()].flatMap((some) =>
    some[0] === undefined ? [] : [[some[0].control, [...new Set(some.map(({ text }) => text))]] as const],
  );
}

function unseenLines(paper: Paper, { unseen }: HostPlan): readonly string[] {
  if (unseen.length === 0) return [];
  const byReason = [...Map.groupBy(unseen, ({ because }) => because)];
  const texts = byReason.map(([because, some]) => `${some.map(({ control }) => control).join(", ")} (${because})`);
  return ["", ...hanging(paper, "  not seen: ", texts.join("; "), { lead: "open" })];
}

/** How much is left, without what to do about it. */
function leftLines(paper: Paper, { byHand, found, unseen }: HostPlan): readonly string[] {
  const hands = byControl(byHand).length;
  const texts = [
    ...(unseen.length === 0 ? [] : [`${count(unseen.length, "control")} could not be looked at`]),
    ...(hands === 0 ? [] : [`${count(hands, "control")} ${hands === 1 ? "waits" : "wait"} for a person to decide:`]),
  ];
  if (texts.length === 0) return [];
  return [...(found.length === 0 ? [""] : []), ...hanging(paper, "  left: ", texts.join("; "), { lead: "open" })];
}

/** Controls that are named when the plan is short. */
const mostNamed = 30;

/** What waits for a person and what was seen there, a line each. */
export function leftNames(paper: Paper, { byHand }: HostPlan): readonly string[] {
  const controls = byControl(byHand).map(([control]) => control);
  const named = controls.slice(0, mostNamed).map(({ id, because }) => cut(`${id}: ${because}`, paper.width - 4));
  const more = controls.length - named.length;
  return [...named.map((text) => `    ${text}`), ...(more > 0 ? [`    and ${more} more`] : [])];
}
