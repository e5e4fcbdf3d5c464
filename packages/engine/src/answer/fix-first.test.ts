import { expect, test } from "vitest";
import type { Verdict } from "@secondlock/model";
import type { ControlVerdict } from "../audit.ts";
import { fixFirst } from "./fix-first.ts";
import { breach, lock, nothing, way } from "./testing/way.ts";

function verdict(control: string, found: Verdict, severity: ControlVerdict["severity"] = "low"): ControlVerdict {
  return {
    control,
    target: "app-1",
    title: control,
    area: "ssh",
    severity,
    verdict: found,
    inside: { outcome: "holds", because: "" },
    outside: { outcome: "not attempted", because: "", vantages: [] },
    instances: [],
    evidence: [],
  };
}

const wanted = { fix: (control: string) => `fix ${control}`, limit: 10 };
const fallen = breach("custody:ada-laptop");
const key = lock("key", ["custody:ada-laptop"]);

test("what turns an answer comes before what is only severe", () => {
  const ways = [way("login", [key, lock("sudo", ["credential:password"], { standing: "down" })])];
  const verdicts = [verdict("hygiene", "broken", "high"), verdict("sudo", "broken"), verdict("key", "proven")];

  const found = fixFirst([fallen], nothing, ways, verdicts, wanted);

  expect(found.map(({ control, turns }) => ({ control, turns }))).toEqual([
    { control: "sudo", turns: ["lost"] },
    { control: "hygiene", turns: [] },
  ]);
});

test("a lock that falls with the breach turns nothing", () => {
  const ways = [way("login", [{ ...key, standing: "down" }])];

  const [found] = fixFirst([fallen], nothing, ways, [verdict("key", "broken")], wanted);

  expect(found?.turns).toEqual([]);
});

test("one host of two turns nothing alone, and still comes before what would not even everywhere", () => {
  const sudo = lock("sudo", ["credential:password"], { standing: "down" });
  const ways = [way("one", [key, sudo]), way("two", [key, { ...sudo, host: "app-2" }])];
  const verdicts = [verdict("hygiene", "broken", "high"), verdict("sudo", "broken")];

  const found = fixFirst([fallen], nothing, ways, verdicts, wanted);

  expect(found.map(({ control, turns }) => ({ control, turns }))).toEqual([
    { control: "sudo", turns: [] },
    { control: "hygiene", turns: [] },
  ]);
});

test("what is proven or does not apply needs no fix", () => {
  const verdicts = [verdict("key", "proven"), verdict("other", "not applicable")];

  expect(fixFirst([fallen], nothing, [way("login", [key])], verdicts, wanted)).toEqual([]);
});
