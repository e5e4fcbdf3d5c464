import { expect, test } from "vitest";
import type { PersonWanted, ServiceWanted } from "@secondlock/model";
import { breakDomain } from "./break.ts";
import { lock, nothing, way } from "./testing/way.ts";

const ada: PersonWanted = { name: "ada", account: "ada", keys: [], keyHome: "ada-laptop", admin: [] };
const service: ServiceWanted = { ...nothing, people: [ada], backupPlaces: [{ name: "offsite-1", vendor: "hetzner" }] };
const key = lock("key", ["custody:ada-laptop", "host:app-1"]);
const totp = lock("second-factor", ["custody:ada-laptop", "host:app-1"]);
const sudo = lock("sudo", ["credential:password"], { standing: "claimed" });

test("what opens when the laptop is lost, and the cheapest lock against it", () => {
  const found = breakDomain("laptop:ada-laptop", service, [way("login", [key, totp])]);

  expect(found).toMatchObject({
    found: true,
    fallen: ["custody:ada-laptop"],
    answer: "no",
    opens: [{ id: "login" }],
    cheapest: { how: "keep elsewhere", lock: { control: "second-factor" }, turns: ["login"] },
  });
});

test("a lock that only has to be proven is cheaper than one that has to move", () => {
  const found = breakDomain("key:ada", service, [way("login", [key, totp, sudo])]);

  expect(found).toMatchObject({
    answer: "not known",
    unknown: [{ id: "login" }],
    cheapest: { how: "prove", lock: { control: "sudo" } },
  });
});

test("a person's name is as good as the name of the laptop", () => {
  expect(breakDomain("laptop:ada", service, [way("login", [key])])).toMatchObject({ fallen: ["custody:ada-laptop"] });
});

test("a vendor falls with the copies it keeps", () => {
  expect(breakDomain("vendor:hetzner", service, [])).toMatchObject({
    answer: "not known",
    fallen: ["vendor:hetzner", "custody:offsite-1"],
  });
});

test("what is not known is answered with what can be named", () => {
  expect(breakDomain("laptop:bob", service, [])).toEqual({
    found: false,
    selector: "laptop:bob",
    hint: "name one of: backup-place:offsite-1, key:ada, laptop:ada-laptop, person:ada, vendor:hetzner",
    selectors: ["backup-place:offsite-1", "key:ada", "laptop:ada-laptop", "person:ada", "vendor:hetzner"],
  });
});
