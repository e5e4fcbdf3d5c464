import { describe, expect, it } from "vitest";
import {
  type AnyControl,
  type Change,
  defineControl,
  defineFact,
  defineState,
  everyHost,
  known,
  ownFile,
  type Settings,
  type State,
} from "@secondlock/model";
import type { ControlVerdict } from "../audit.ts";
import type { Snapshot } from "../collect/collect.ts";
import { type DraftInput, draftChanges } from "./draft.ts";

const fact = defineFact<string>({ id: "a-fact", title: "a fact", reads: () => ({}), parse: () => known("as it is") });
const render = (settings: Settings): readonly Change[] => [ownFile("/etc/ours", JSON.stringify(settings))];
const state = (settings: Settings, more: Partial<State<string>> = {}): State<string> =>
  defineState({
    resource: "file:/etc/ours",
    text: "ours",
    settings,
    fact,
    settle: (value) => value,
    bring: render,
    ...more,
  });
const control = (id: string, ...fix: ReturnType<AnyControl["fix"]>): AnyControl =>
  defineControl({
    ...{
      id,
      title: id,
      why: "",
      severity: "medium",
      area: "ssh",
      covers: ["R001"],
      applies: everyHost,
      facts: { fact },
    },
    ...{
      verdict: () => ({ inside: "holds", because: "" }),
      attempt: { none: "none" },
      fix: () => fix,
      references: ["x"],
    },
  });
const verdict = (
  id: string,
  inside: "holds" | "broken" | "unreadable",
  more: Partial<ControlVerdict> = {},
): ControlVerdict =>
  ({
    ...{ control: id, target: "app-1", title: id, area: "ssh", severity: "medium" },
    ...{ verdict: inside === "holds" ? "claimed" : "broken", inside: { outcome: inside, because: "so" } },
    ...{ outside: { outcome: "not attempted", because: "", vantages: [] }, evidence: [] },
    instances: [{ instance: "host", inside }],
    ...more,
  }) as ControlVerdict;
const snapshot = {
  facts: new Map([["a-fact", { reading: known("as it is"), commands: [], at: "" }]]),
} as unknown as Snapshot;

function drafts(controls: readonly AnyControl[], verdicts: readonly ControlVerdict[], more: Partial<DraftInput> = {}) {
  return draftChanges({
    ...{ snapshot, controls, record: {}, selected: () => true, closes: () => [] },
    wanted: {} as DraftInput["wanted"],
    verdicts: new Map(verdicts.map((one) => [one.control, one])),
    ...more,
  });
}

const contents = (found: ReturnType<typeof drafts>): readonly unknown[] =>
  found.drafts.flatMap(({ changes }) =>
    changes.map((change) => (change.kind === "file" ? JSON.parse(change.content(undefined) ?? "null") : change)),
  );

describe("what is to change", () => {
  it("is refused over a login that could not confirm it, where there is such a login and the change is due", () => {
    const forbids: State<string>["forbids"] = (value, look, login) => [`${login}: ${value}, ${look(fact)}`];
    const some = [control("one", state({ a: "1" }, { forbids }))];
    const refusals = (inside: "broken" | "holds", login?: string) =>
      drafts(some, [verdict("one", inside)], { login }).refusals;
    expect(refusals("broken", "ada")).toEqual(["ada: as it is, as it is"]);
    expect(refusals("broken")).toEqual([]);
    expect(refusals("holds", "ada")).toEqual([]);
  });

  const one = control("one", state({ a: "1" }));
  const two = control("two", state({ b: "2" }));

  it("is nothing while everything holds", () => {
    expect(drafts([one, two], [verdict("one", "holds"), verdict("two", "holds")]).drafts).toEqual([]);
  });

  it("is one content for two controls on one file", () => {
    expect(contents(drafts([one, two], [verdict("one", "broken"), verdict("two", "broken")]))).toEqual([
      { a: "1", b: "2" },
    ]);
  });

  it("leaves a control alone that holds by itself: what it accepts may be more than what the fix sets", () => {
    expect(contents(drafts([one, two], [verdict("one", "broken"), verdict("two", "holds")]))).toEqual([{ a: "1" }]);
  });

  it("keeps a setting of ours by which another control holds", () => {
    const record = { "file:/etc/ours": { b: "2" } };
    const found = drafts([one, two], [verdict("one", "broken"), verdict("two", "holds")], { record });
    expect(contents(found)).toEqual([{ a: "1", b: "2" }]);
  });

  it("keeps it with what is wanted of it by now: the service file has grown since", () => {
    const record = { "file:/etc/ours": { b: "1" } };
    for (const inside of ["holds", "broken", "unreadable"] as const) {
      const verdicts = [verdict("one", "broken"), verdict("two", inside)];
      const found = drafts([one, two], verdicts, { record, selected: (id) => id === "one" });
      expect(contents(found)).toEqual([{ a: "1", b: "2" }]);
    }
  });

  it("does not take a setting of ours for that of a control that holds and wants another value", () => {
    const other = control("other", state({ b: "9" }));
    const record = { "file:/etc/ours": { b: "2" } };
    const verdicts = [verdict("one", "broken"), verdict("two", "holds"), verdict("other", "holds")];
    const found = drafts([one, other, two], verdicts, { record });
    expect(found.refusals).toEqual([]);
    expect(contents(found)).toEqual([{ a: "1", b: "2" }]);
  });

  it("keeps it also when only the other one was asked for", () => {
    const record = { "file:/etc/ours": { b: "2" } };
    const verdicts = [verdict("one", "broken"), verdict("two", "holds")];
    const only = drafts([one, two], verdicts, { record, selected: (id) => id === "one" });
    expect(contents(only)).toEqual([{ a: "1", b: "2" }]);
    expect(only.drafts[0]?.controls.map(({ id }) => id)).toEqual(["one"]);
  });

  it("refuses two values for one key", () => {
    const other = control("other", state({ a: "9" }));
    const found = drafts([one, other], [verdict("one", "broken"), verdict("other", "broken")]);
    expect(found.refusals).toEqual(["file:/etc/ours: other wants a 9, and another control 1"]);
  });

  it("changes nothing for an exception that holds, and goes on once it has expired", () => {
    const excepted = (expired: boolean): ControlVerdict =>
      verdict("one", "broken", { exception: { until: "2026-12-31", reason: "so", expired } });
    expect(drafts([one], [excepted(false)]).drafts).toEqual([]);
    expect(drafts([one], [excepted(true)]).drafts).toHaveLength(1);
  });

  it("says what only a person can do, and what cannot be seen", () => {
    const byHand = control("by-hand", { byHand: "Ask the person." });
    const blind = control("blind", state({ c: "3" }));
    const found = drafts([byHand, blind], [verdict("by-hand", "broken"), verdict("blind", "unreadable")]);
    expect(found.byHand).toMatchObject([{ control: { id: "by-hand" }, text: "Ask the person." }]);
    expect(found.unseen).toEqual([{ control: "blind", because: "so" }]);
    expect(found.drafts).toEqual([]);
  });

  it("tells what was found there and stays, once", () => {
    const notes = (value: string): readonly string[] => [`Docker, ${value}`];
    const some = [control("one", state({ a: "1" }, { notes })), control("two", state({ b: "2" }, { notes }))];
    const found = drafts(some, [verdict("one", "broken"), verdict("two", "holds")]);
    expect(found).toMatchObject({ found: ["Docker, as it is"], byHand: [] });
  });

  it("leaves to a person, once, what cannot be brought about on a host like this", () => {
    const stays = state({ a: "1" }, { notes: () => ["ufw stays in charge."], bring: () => [] });
    const some = [control("one", stays), control("two", stays)];
    const found = drafts(some, [verdict("one", "broken"), verdict("two", "broken")]);
    expect(found.byHand).toMatchObject([{ control: { id: "one" }, text: "ufw stays in charge." }]);
    expect(found.found).toEqual([]);
  });

  it("calls a function once for all states that share it, with another fact at hand", () => {
    const calls: unknown[] = [];
    const bring: NonNullable<State<string>["bring"]> = (settings, value, look) => {
      calls.push([settings, value, look?.(fact)]);
      return [];
    };
    const shared = [control("one", state({ a: "1" }, { bring })), control("two", state({ b: "2" }, { bring }))];
    drafts(shared, [verdict("one", "broken"), verdict("two", "broken")]);
    expect(calls).toEqual([[{ a: "1", b: "2" }, "as it is", "as it is"]]);
  });
});

describe("what is different afterwards", () => {
  const costsNow: State<string>["costsNow"] = (value, look) => [`${value}, ${look(fact)}`];
  const some = [control("one", state({ a: "1" }, { costsNow, costs: "A cost." })), control("two", state({ b: "2" }))];

  it("is told from what was read there, before what is always so", () => {
    const found = drafts(some, [verdict("one", "broken"), verdict("two", "broken")]);
    expect(found.drafts.map(({ costs }) => costs)).toEqual([["as it is, as it is", "A cost."]]);
  });
});

describe("what somebody may be using", () => {
  const asking = control("one", state({ a: "1" }, { asks: true, notes: () => ["It is in use."] }));
  const broken = [verdict("one", "broken")];

  it("is left to a person until its control is named", () => {
    expect(drafts([asking], broken)).toMatchObject({ drafts: [], byHand: [{ text: "It is in use." }] });
    const named = drafts([asking], broken, { named: (id) => id === "one" });
    expect(named).toMatchObject({ drafts: [{ settings: { a: "1" } }], byHand: [] });
  });
});
