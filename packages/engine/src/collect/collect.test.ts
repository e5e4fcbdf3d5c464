import { defineFact, type HostWanted, known } from "@secondlock/model";
import { expect, it } from "vitest";
import { localTarget } from "../targets/local.ts";
import { collect } from "./collect.ts";

const host = { id: "app-1" } as HostWanted;

it("a parser that throws costs its own fact alone", async () => {
  const fact = (id: string, parse: () => ReturnType<typeof known<string>>): ReturnType<typeof defineFact<string>> =>
    defineFact<string>({ id, title: id, reads: () => ({ hello: { argv: ["echo", "hello"], root: false } }), parse });
  const throwing = fact("throwing", () => {
    throw new Error("x".repeat(500));
  });
  const snapshot = await collect(localTarget("app-1"), [throwing, fact("sound", () => known("sound"))], host);
  expect(snapshot.facts.get("throwing")?.reading).toEqual({
    known: false,
    reason: `an error of Secondlock in throwing: ${"x".repeat(120)}`,
  });
  expect(snapshot.facts.get("sound")?.reading).toEqual({ known: true, value: "sound" });
});
