import { describe, expect, test } from "vitest";
import type { Answer, Domain, Way } from "@secondlock/model";
import { answerBreaches } from "./answer.ts";
import { breach, lock, nothing, way } from "./testing/way.ts";

const key = lock("key", ["custody:ada-laptop", "host:app-1"]);
const totpOnLaptop = lock("second-factor", ["custody:ada-laptop", "host:app-1"]);
const totpOnPhone = lock("second-factor", ["custody:ada-phone", "host:app-1"]);
const sudo = lock("sudo", ["credential:password-ada", "host:app-1"]);
const beginning = lock("way-begins", ["path:inside"], { stops: [], standing: "unseen", title: "an intruder inside" });

const data = { id: "data", title: "the data", home: ["host:db-1"] } as const;
const copies = { asset: data, harm: "lose" } as const;

function copy(place: string, vendor: string, standing: "proven" | "unseen" = "proven") {
  return lock(place, [`custody:${place}`, `vendor:${vendor}`], { stops: ["lose"], standing });
}

interface Story {
  readonly fallen: readonly Domain[];
  readonly ways: readonly Way[];
  readonly answer: Answer;
}

const stories: Readonly<Record<string, Story>> = {
  "key and second factor both on ada's laptop, which is lost": {
    fallen: ["custody:ada-laptop"],
    ways: [way("login", [key, totpOnLaptop])],
    answer: "no",
  },
  "the same, and sudo asks for a password": {
    fallen: ["custody:ada-laptop"],
    ways: [way("login", [key, totpOnLaptop, sudo])],
    answer: "one lock left",
  },
  "the second factor on the phone": {
    fallen: ["custody:ada-laptop"],
    ways: [way("login", [key, totpOnPhone, sudo])],
    answer: "yes",
  },
  "key and second factor share a laptop that was not lost": {
    fallen: ["credential:password-ada"],
    ways: [way("login", [key, totpOnLaptop, sudo])],
    answer: "one lock left",
  },
  "the key of the backup lies on the host that is backed up, and the host is gone": {
    fallen: ["host:db-1"],
    ways: [way("lost", [lock("copy", ["custody:offsite-1", "host:db-1"], { stops: ["lose"] })], copies)],
    answer: "no",
  },
  "one vendor holds both copies": {
    fallen: ["host:db-1"],
    ways: [way("lost", [copy("offsite-1", "hetzner"), copy("offsite-2", "hetzner")], copies)],
    answer: "one lock left",
  },
  "two vendors hold a copy each": {
    fallen: ["host:db-1"],
    ways: [way("lost", [copy("offsite-1", "hetzner"), copy("offsite-2", "ovh")], copies)],
    answer: "yes",
  },
  "the weakest way decides": {
    fallen: ["custody:ada-laptop"],
    ways: [way("strong", [key, totpOnPhone, sudo]), way("weak", [key])],
    answer: "no",
  },
  "the asset's own home does not make two locks one": {
    fallen: ["path:inside"],
    ways: [way("in", [beginning, lock("one", ["host:app-1"]), lock("two", ["host:app-1"])])],
    answer: "yes",
  },
  "the host itself has fallen": {
    fallen: ["host:app-1"],
    ways: [way("login", [lock("elsewhere", ["vendor:x"]), lock("there", ["vendor:y"])])],
    answer: "no",
  },
  "a lock that stops another harm": {
    fallen: ["custody:ada-laptop"],
    ways: [way("login", [key, lock("alert", ["vendor:mail"], { stops: ["unnoticed"] })])],
    answer: "no",
  },
  "a lock that is down": {
    fallen: ["custody:ada-laptop"],
    ways: [way("login", [key, { ...sudo, standing: "down" }])],
    answer: "no",
  },
  "one proven, one only claimed": {
    fallen: ["custody:ada-laptop"],
    ways: [way("login", [key, sudo, { ...totpOnPhone, standing: "claimed" }])],
    answer: "not known",
  },
  "a way that has not begun needs one thing more to go wrong": {
    fallen: ["custody:ada-laptop"],
    ways: [way("in", [beginning, key])],
    answer: "one lock left",
  },
  "nothing depends on what has fallen": {
    fallen: ["vendor:nobody"],
    ways: [way("login", [key])],
    answer: "not known",
  },
};

describe("the answer to a breach", () => {
  test.each(Object.entries(stories))("%s", (_, { fallen, ways, answer }) => {
    const [found] = answerBreaches([breach(...fallen)], nothing, ways);

    expect(found?.answer).toBe(answer);
  });

  test("yes names two locks that share nothing", () => {
    const [found] = answerBreaches([breach("path:inside")], nothing, [way("in", [beginning, key, totpOnLaptop, sudo])]);

    expect(found?.locks.map(({ control }) => control)).toEqual(["key", "sudo"]);
  });

  test("no says which locks are missing", () => {
    const [found] = answerBreaches([breach("custody:ada-laptop")], nothing, [way("login", [key, totpOnLaptop])]);

    expect(found?.weakest?.missing.map(({ control }) => control)).toEqual(["key", "second-factor"]);
    expect(found?.because).toBe("login: no lock is left");
  });

  test("what is threatened by nothing is not called safe", () => {
    const [found] = answerBreaches([breach()], nothing, []);

    expect(found).toMatchObject({ answer: "not known", bounds: { proven: "no", possible: "yes" }, because: "one" });
    expect(found).not.toHaveProperty("weakest");
  });

  test("detection still counts on a host that has fallen", () => {
    const shipped = lock("log-shipping", ["host:log"], { stops: ["lose"] });
    const [found] = answerBreaches([breach("host:app-1")], nothing, [way("lost", [shipped], { harm: "lose" })]);

    expect(found?.answer).toBe("one lock left");
  });
});
