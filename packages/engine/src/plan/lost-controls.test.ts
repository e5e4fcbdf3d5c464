import {
  type AnyControl,
  broken,
  defineControl,
  defineFact,
  defineState,
  everyHost,
  holds,
  known,
  type State,
} from "@secondlock/model";
import { expect, it } from "vitest";
import type { ControlVerdict } from "../audit.ts";
import type { Snapshot } from "../collect/collect.ts";
import type { Draft } from "./draft.ts";
import { leftToPeople, lostControls } from "./lost-controls.ts";

const password = defineFact<string>({ id: "password", title: "", reads: () => ({}), parse: () => known("empty") });
const sudo = defineFact<string>({ id: "sudo", title: "", reads: () => ({}), parse: () => known("free") });
const snapshot = {
  facts: new Map(
    [password, sudo].map(({ id }) => [id, { reading: known(id === "sudo" ? "free" : "empty"), commands: [], at: "" }]),
  ),
} as unknown as Snapshot;

const becomesRoot: AnyControl = defineControl({
  ...{ id: "sudo-works", title: "", why: "", severity: "medium", area: "sudo", covers: ["R013"], applies: everyHost },
  ...{ facts: { password, sudo }, attempt: { none: "none" }, fix: () => [], references: ["x"] },
  verdict: (facts) =>
    facts.password === "locked" && facts.sudo === "asks" ? broken("grace has no password") : holds("she can"),
});

const draft = (resource: string, fact: typeof sudo, value: string): Draft => ({
  ...{ resource, controls: [], costs: [], settings: {}, changes: [] },
  states: [defineState({ resource, text: "", settings: {}, fact, settle: () => value }) as State],
});
const judged = (control: AnyControl, { facts }: Snapshot): ControlVerdict => {
  const value = (id: string): unknown => {
    const reading = facts.get(id)?.reading;
    return reading?.known === true ? reading.value : undefined;
  };
  const found = control.verdict({ password: value("password"), sudo: value("sudo") }, {} as never, {} as never);
  return { inside: { outcome: found.inside, because: found.because } } as unknown as ControlVerdict;
};
const lost = (...drafts: readonly Draft[]) => lostControls(drafts, snapshot, [becomesRoot], judged);

it("is told of two changes that only together take an administrator's root, with the one that turns it", () => {
  const [locks, asks] = [draft("accounts", password, "locked"), draft("sudoers", sudo, "asks")];
  expect(lost(locks)).toEqual([]);
  expect(lost(asks)).toEqual([]);
  const because = "grace has no password";
  expect(lost(locks, asks)).toEqual([{ control: "sudo-works", because, resource: "sudoers" }]);
});

it("is not told where a later change makes it hold again", () => {
  const drafts = [draft("accounts", password, "locked"), draft("sudoers", sudo, "asks"), draft("set", password, "set")];
  expect(lost(...drafts)).toEqual([]);
});

it("leaves to people only what the plan does not bring about itself", () => {
  const asksFirst: AnyControl = {
    ...becomesRoot,
    verdict: ({ sudo: found }) => (found === "asks" ? holds("it asks") : broken("it is free")),
  } as AnyControl;
  const work = {
    control: { id: asksFirst.id, title: "", severity: "medium", because: "", closes: [] },
    text: "do it",
  } as const;
  const left = (...drafts: readonly Draft[]) => leftToPeople({ drafts, byHand: [work] }, snapshot, [asksFirst], judged);
  expect(left(draft("accounts", password, "locked"))).toEqual([work]);
  expect(left(draft("sudoers", sudo, "asks"))).toEqual([]);
});
