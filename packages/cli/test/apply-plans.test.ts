import { setTimeout as sleep } from "node:timers/promises";
import { exampleHost } from "@secondlock/catalogue/testing";
import type { Planned, Plans } from "@secondlock/engine/change";
import { describe, expect, it } from "vitest";
import { type Applied, applyPlans } from "../src/apply-plans.ts";
import { hardenStatus } from "../src/commands/harden.ts";
import { planArguments } from "../src/commands/plan-options.ts";

type Target = Planned["read"]["target"];
const evil = "\u001B]0;owned\u0007\u001B[2J";

/** A host whose plan is one package, and what comes of running a script there. */
function planned(host: string, run: Target["run"]): Planned {
  const step = { kind: "package", package: "telnet", wanted: "removed" } as const;
  const plan = { host, byHand: [], found: [], unseen: [], refusals: [], drifted: [], record: {} };
  const item = { resource: "package:telnet", texts: [], controls: [], costs: [], risks: [], steps: [step] };
  const read = { wanted: exampleHost({ id: host }), target: { run } };
  return { read, verdicts: [], first: false, plan: { ...plan, items: [item] } } as unknown as Planned;
}

async function applied(due: readonly Planned[]): Promise<Applied & { readonly out: string; readonly err: string }> {
  let [out, err] = ["", ""];
  const console = {
    ...{ out: (text: string) => void (out += text), err: (text: string) => void (err += text) },
    ...{ colour: false, width: 80, unicode: true, progress: false },
  };
  const args = planArguments([], {});
  const told = await applyPlans(
    { due, asAnswered: (one) => one },
    {
      ...{ plans: { passwords: {} } as unknown as Plans, standing: new Map(), console },
      terms: { args, yes: true, overwrite: false, signal: new AbortController().signal },
      pace: { seconds: 120, lockSeconds: 0, batch: 2 },
    },
  );
  return { ...told, out, err };
}

describe("an error of ours with one host", () => {
  const liar = planned("liar", () => Promise.reject(new Error(`"${evil}" is no argument for a host`)));
  const good = planned("good", async () => {
    await sleep(50);
    return { state: "failed", because: "dpkg is busy", hint: "" };
  });
  const third = planned("third", () => Promise.reject(new Error("never begun")));

  it("is that host's outcome: the others of its batch go on to their end", async () => {
    const { outcomes, done, rest, out, err } = await applied([good, liar, third]);
    expect([...outcomes.keys()]).toEqual(["good", "liar"]);
    expect(outcomes.get("good")).toMatchObject({ state: "refused", because: "dpkg is busy" });
    expect(outcomes.get("liar")).toEqual({
      ...{ state: "error", because: `an error of its own: "" is no argument for a host`, within: 120 },
    });
    expect(done).toEqual([]);
    expect(rest).toEqual([third]);
    expect(err).toBe(
      'secondlock: liar: an error of its own: "" is no argument for a host\nhint: please report it with the command that you ran; SECONDLOCK_DEBUG=1 prints where it happened\n',
    );
    expect(out).toContain("good: nothing was changed: dpkg is busy");
    expect(out).toMatch(/^liar: it is not known how far the change came; .* takes back by itself within 120 s/m);
  });
});

it.each([
  [["confirmed", "error"], { failed: true }, 4],
  [["confirmed", "refused"], { failed: true }, 5],
  [["error"], { failed: true, stopped: true }, 130],
  [["confirmed"], { turned: false }, 1],
  [["confirmed"], {}, 0],
] as const)("outcomes %j with %j end with %d", (states, more, status) => {
  const outcomes = new Map(states.map((state, index) => [`host-${index}`, { state }] as const));
  expect(hardenStatus(outcomes, { stopped: false, failed: false, turned: true, ...more })).toBe(status);
});
