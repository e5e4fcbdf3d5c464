import {
  broken,
  type Control,
  defineControl,
  defineFact,
  holds,
  type HostWanted,
  known,
  type Outside,
  type Reading,
  unreadable,
  absent,
} from "@secondlock/model";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../collect/collect.ts";
import { judge } from "./judge.ts";

const door = defineFact<Readonly<Record<string, string>>>({
  id: "door",
  title: "the door",
  reads: () => ({ door: { argv: ["door"] } }),
  parse: () => known({}),
});
const host: HostWanted = {
  id: "app-1",
  role: "app",
  addresses: [],
  privateAddresses: [],
  admins: [],
  peopleDeclared: false,
  ports: [],
  portsDeclared: false,
  databases: [],
  neighbours: [],
  allow: [],
  sites: [],
};
const shut = defineControl({
  id: "door-shut",
  title: "The door is shut",
  why: "It is a door.",
  severity: "high",
  area: "ssh",
  covers: ["R007"],
  applies: () => ({ applies: true }),
  each: () => [
    { id: "account:ada", title: "ada" },
    { id: "account:root", title: "root" },
  ],
  facts: { door },
  verdict: ({ door: doors }, _wanted, { title }) =>
    doors[title] === "shut" ? holds("shut") : broken(`open for ${title}`),
  attempt: { none: "nobody tries" },
  fix: () => [{ byHand: "Shut it." }],
  references: ["none"],
});

const system = {
  id: "debian",
  version: "12",
  name: "Debian 12",
  supported: true,
  container: "none",
  bootId: "",
  hostKeys: [],
  addresses: [],
};

function snapshot(reading: Reading<unknown>, changes: Partial<Snapshot> = {}): Snapshot {
  const read = {
    reading,
    commands: [{ command: "door", output: "shut\nopen for root" }],
    at: "2026-11-21T00:00:00.000Z",
  };
  return {
    host: "app-1",
    system: known(system),
    asRoot: true,
    facts: new Map([["door", read]]),
    seconds: 0,
    ...changes,
  };
}

function verdict(
  reading: Reading<unknown>,
  outside?: Outside,
  control: Control<{ door: typeof door }> = shut,
  changes: Partial<Snapshot> = {},
): ReturnType<typeof judge> {
  const attempts = (): { outside: Outside; evidence: [] } | undefined => outside && { outside, evidence: [] };
  return judge(control, {
    wanted: host,
    snapshot: snapshot(reading, changes),
    attempts,
    exceptions: [{ control: "door-shut", host: "app-1", until: "2026-11-20", reason: "moving" }],
    today: "2026-11-21",
  });
}

const bothShut = known({ ada: "shut", root: "shut" });
const refused: Outside = { outside: "refused", because: "no", vantages: ["operator"] };

describe("a control on a host", () => {
  it("takes the worst instance", () => {
    const judged = verdict(known({ ada: "shut", root: "open" }));
    expect(judged).toMatchObject({ verdict: "broken", inside: { outcome: "broken", because: "open for root" } });
    expect(judged.instances.map((one) => one.verdict)).toEqual(["claimed", "broken"]);
  });

  it("is proven only when inside and outside agree for every instance", () => {
    expect(verdict(bothShut, refused).verdict).toBe("proven");
    expect(verdict(bothShut).verdict).toBe("claimed");
  });

  it.each([
    ["cannot be read", unreadable("needs root"), "unknown", "needs root"],
    ["is about something that is not there", absent("no door"), "not applicable", "no door"],
  ] as const)("whose fact %s", (_name, reading, expected, because) => {
    expect(verdict(reading, refused)).toMatchObject({ verdict: expected, inside: { because } });
  });

  it("is unknown on a system that this version does not know, however good it looks", () => {
    const judged = verdict(bothShut, refused, shut, {
      system: known({ ...system, id: "alpine", name: "Alpine 3.22", supported: false }),
    });
    expect(judged).toMatchObject({
      verdict: "unknown",
      inside: { because: "Alpine 3.22 is not a system that this version knows" },
    });
  });

  it("is unknown when the host could not be reached", () => {
    expect(verdict(bothShut, refused, shut, { system: unreadable("nothing answers"), facts: new Map() })).toMatchObject(
      { verdict: "unknown", inside: { because: "nothing answers" } },
    );
  });

  it("does not apply for the reason it gives, and shows no evidence then", () => {
    const judged = verdict(bothShut, refused, {
      ...shut,
      applies: () => ({ applies: false, because: "no doors here" }),
    });
    expect(judged).toMatchObject({ verdict: "not applicable", evidence: [], inside: { because: "no doors here" } });
  });

  it("does not apply when there is no instance to protect", () => {
    expect(verdict(bothShut, refused, { ...shut, each: () => [] })).toMatchObject({
      verdict: "not applicable",
      instances: [],
    });
  });

  it("shows an expired exception, and changes no verdict for it", () => {
    expect(verdict(known({ ada: "open", root: "open" }))).toMatchObject({
      verdict: "broken",
      exception: { until: "2026-11-20", reason: "moving", expired: true },
    });
  });

  it("carries the command and the line that its reason speaks of", () => {
    expect(verdict(known({ ada: "shut", root: "open" })).evidence).toMatchObject([
      { side: "inside", source: "door", command: "door", value: expect.stringContaining("open for root") },
    ]);
  });
});

it("a verdict that throws is undecided, and says where the error is", () => {
  const throwing: typeof shut = {
    ...shut,
    verdict: () => {
      throw new Error("x".repeat(500));
    },
  };
  const judged = judge(throwing, {
    wanted: host,
    snapshot: snapshot(known({})),
    attempts: () => undefined,
    exceptions: [],
    today: "2026-11-21",
  });
  expect(judged).toMatchObject({
    verdict: "unknown",
    inside: { because: `an error of Secondlock in door-shut: ${"x".repeat(120)}` },
  });
});
