import { expect, test } from "vitest";
import {
  type AnyControl,
  defineBreach,
  defineControl,
  defineWays,
  everyHost,
  holds,
  type HostWanted,
  type ServiceWanted,
} from "@secondlock/model";
import type { ControlVerdict } from "../audit.ts";
import { bookOf } from "../answer/verdict-book.ts";
import { breakOne } from "./break.ts";
import { conclude } from "./conclude.ts";

const host = (id: string): HostWanted => ({
  ...{ id, role: "app", addresses: [], privateAddresses: [], ports: [], portsDeclared: false, databases: [] },
  ...{ admins: [], peopleDeclared: false, neighbours: [], allow: [], sites: [] },
});

const service: ServiceWanted = {
  ...{ name: "shop", hosts: [host("app-1"), host("db-1")], people: [], databases: [], sites: [], repositories: [] },
  ...{ secrets: [], vendors: [], backupPlaces: [], alerts: [], exceptions: [] },
};

const control = (id: string, domain: "host" | "vendor"): AnyControl =>
  defineControl({
    ...{ id, title: id, why: "", severity: "high", area: "ssh", covers: ["R007"], applies: everyHost },
    ...{ facts: {}, verdict: () => holds(""), attempt: { none: "" }, fix: () => [], references: ["none"] },
    lock: ({ id: place }) => ({ stops: ["change"], domains: [`${domain}:${place}`] }),
  });

const catalogue = {
  controls: [control("key", "host"), control("code", "vendor")],
  ways: [
    defineWays({
      ...{ id: "login", title: "Login", covers: ["R007"] },
      ways: ({ hosts }) =>
        hosts.map(({ id }) => ({
          ...{ id: `login:${id}`, title: `login on ${id}`, asset: { id, title: id, home: [] }, harm: "change" },
          locks: ["key", "code"].map((one) => ({ control: one, host: id, domains: ["custody:laptop"] as const })),
        })),
    }),
    defineWays({
      ...{ id: "guess", title: "A guess", covers: ["R007"] },
      ways: ({ hosts }) =>
        hosts.map(({ id }) => ({
          ...{ id: `guess:${id}`, title: `a guess on ${id}`, asset: { id, title: id, home: [] }, harm: "change" },
          locks: [
            { notSeenYet: "way-begins", title: "it is guessed", stops: [], domains: ["credential:password"] },
            { control: "key", host: id },
            { control: "code", host: id },
          ],
        })),
    }),
  ],
  breaches: [
    defineBreach({
      ...{ id: "guessed", question: "It is guessed?", covers: ["R269"] },
      instances: () => [{ id: "one", title: "one", harms: ["change"], fallen: ["credential:password"] }],
    }),
  ],
};

const verdicts = ["key", "code"].map((id): ControlVerdict => ({
  ...{ control: id, target: "app-1", title: id, severity: "high", area: "ssh", verdict: "proven", evidence: [] },
  inside: { outcome: "holds", because: "" },
  outside: { outcome: "refused", because: "", vantages: ["operator"] },
  instances: [],
}));

test("an audit of one host answers for the whole service: the other host is not known, neither safe nor open", () => {
  const { answers } = conclude(service, catalogue, bookOf(verdicts));

  expect(answers).toMatchObject([
    { answer: "not known", bounds: { proven: "no", possible: "yes" }, weakest: { id: "guess:db-1", missing: [] } },
  ]);
});

test("so does break after it", () => {
  expect(breakOne("credential:password", service, catalogue, verdicts)).toMatchObject({
    answer: "not known",
    opens: [],
    unknown: [{ id: "guess:db-1" }],
    holds: ["guess:app-1"],
  });
});
