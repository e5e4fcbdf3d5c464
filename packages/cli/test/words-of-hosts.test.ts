import { describe, expect, it } from "vitest";
import { plansJson } from "../src/commands/plan.ts";
import { complain, type Console } from "../src/console.ts";
import { committedText } from "../src/committed-text.ts";
import { agrees } from "../src/say-yes.ts";
import { thrownError } from "../src/thrown-error.ts";

const evil = "\u001B]0;owned\u0007\u001B[2J\u009B1;1H\u202Eall is well\r";
const order = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

describe("words of a host reach the terminal as words", () => {
  it("in an error of ours", () => {
    const { what } = thrownError(new Error(`"${evil}" is no argument for a host`));
    expect(what).not.toMatch(order);
    expect(what).toMatch(/^an error of its own: ".*all is well.*" is no argument for a host$/);
    expect(thrownError(evil).what).not.toMatch(order);
  });

  it("in a complaint", () => {
    let said = "";
    const console = { err: (text: string) => (said += text) } as Partial<Console> as Console;
    complain(console, `app-1: ${evil}`, `${evil}\nsecond line`);
    expect(said).not.toMatch(order);
    expect(said).toMatch(/^secondlock: app-1: .*all is well\n+hint: .*all is well\n+second line\n$/);
  });

  it("in what became of a change", () => {
    const text = committedText("app-1", {
      ...{ state: "partly taken back", journal: "20261121T100000Z-0000", because: evil, left: [evil] },
    });
    expect(text).not.toMatch(order);
    expect(text.match(/all is well/g)).toHaveLength(2);
  });

  it("in a plan as JSON, which loses nothing of them", () => {
    const plan = {
      host: "app-1",
      items: [],
      byHand: [],
      found: [evil],
      unseen: [],
      refusals: [],
      drifted: [],
      record: {},
    };
    const text = plansJson([plan]);
    expect(text).not.toMatch(order);
    expect(JSON.parse(text)).toEqual({ schema: "secondlock/plan/1", plans: [plan] });
  });

  it("in a question", async () => {
    const asked: string[] = [];
    await agrees(async (text) => (asked.push(text), "no"), `Stop ${evil}.service on app-1?`);
    expect(asked.join("")).not.toMatch(order);
  });
});

it("a full disk is the system's refusal, and no error of ours", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  expect(thrownError(full)).toEqual({
    what: "the system refuses: ENOSPC: no space left on device",
    hint: expect.stringMatching(/^make room/),
  });
});
