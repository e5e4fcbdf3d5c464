import { describe, expect, it } from "vitest";
import { type Attempt, type HostWanted, type Observation, type Seen, theHost } from "@secondlock/model";
import { outsideOf, rightfulWay, type VantageSeen } from "./outside.ts";

const attempt: Attempt = {
  id: "a",
  title: "a",
  from: ["operator"],
  probes: () => [],
  unless: "",
  judge: (seen) =>
    seen.some(({ observation }) => observation.kind === "ssh-login" && observation.opened)
      ? { outside: "succeeded", because: "logged in" }
      : { outside: "refused", because: "refused" },
};
const login = (opened: boolean): Observation => ({ kind: "ssh-login", opened, methodsLeft: [], partial: false });
const down: Observation = { kind: "closed", because: "nothing answers" };
const lost: Observation = { kind: "failed", because: "no ssh client" };
const from = (vantage: VantageSeen["vantage"], ...observations: Observation[]): VantageSeen => ({
  vantage,
  seen: observations.map((observation): Seen => ({
    probe: { kind: "ssh-login", account: "root", family: 4, keys: "all" },
    address: "192.0.2.1",
    observation,
  })),
});
const works = { works: true, because: "the login works" };
const outside = (seen: readonly VantageSeen[], rightful = works): string =>
  outsideOf(attempt, {} as HostWanted, theHost, seen, rightful).outside;

describe("the outcome over all vantages", () => {
  it.each([
    ["refused from one", [from("operator", login(false))], "refused"],
    ["nothing answers at all", [from("operator", down, down)], "refused"],
    ["let in at one address of two", [from("operator", login(false), login(true))], "succeeded"],
    ["let in from one vantage of two", [from("operator", login(false)), from("stranger", login(true))], "succeeded"],
    ["let in at one address while another probe failed", [from("operator", lost, login(true))], "succeeded"],
    ["a probe failed", [from("operator", login(false), lost)], "inconclusive"],
    [
      "one vantage could not try, another was refused",
      [from("host:db-1", lost), from("operator", login(false))],
      "refused",
    ],
    [
      "refused from another host only, while the operator could not look",
      [from("operator", lost), from("host:db-1", login(false))],
      "inconclusive",
    ],
    [
      "the operator could not look, but a stranger was refused",
      [from("operator", lost), from("stranger", login(false)), from("host:db-1", login(false))],
      "refused",
    ],
    ["there is nothing to look at from the operator", [from("host:db-1", login(false))], "refused"],
  ] as const)("%s: %s", (_name, seen, expected) => {
    expect(outside(seen)).toBe(expected);
  });

  it("is inconclusive when the rightful way in does not work: a refusal may mean that the host is down", () => {
    expect(outside([from("operator", login(false))], { works: false, because: "nobody gets in" })).toBe("inconclusive");
  });

  it("is a success even when the rightful way in does not work", () => {
    expect(outside([from("operator", login(true))], { works: false, because: "nobody gets in" })).toBe("succeeded");
  });

  it("names the vantages", () => {
    expect(outsideOf(attempt, {} as HostWanted, theHost, [from("stranger", login(false))], works)).toMatchObject({
      vantages: ["stranger"],
      because: "from stranger: refused",
    });
  });
});

describe("the rightful way in", () => {
  it.each([
    ["through", [], true, "app-1 connects"],
    ["through", ["10.0.0.3"], true, "app-1 connects"],
    ["not through", [], false, "the rightful way in does not work: app-1 connects"],
    [
      "not through",
      ["10.0.0.3"],
      false,
      "the rightful way in does not work where it was tried, and was not tried at 10.0.0.3, which nothing shows to be ours from there: app-1 connects",
    ],
    [
      "untried",
      ["10.0.0.3"],
      false,
      "the rightful way in was not tried at 10.0.0.3, which nothing shows to be ours from there: app-1 connects",
    ],
    ["untried", [], false, "the rightful way in was not tried: app-1 connects"],
  ] as const)("came %s, untried at %j", (came, untried, works, because) => {
    expect(rightfulWay("app-1 connects", came, untried)).toEqual({ works, because });
  });
});
