import { describe, expect, test } from "vitest";
import { parseService } from "./load.ts";
import { wantedOf } from "./wanted.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
const file = (auditor: string, more = ""): ReturnType<typeof parseService> =>
  parseService(
    `service: s\nhosts: { a: { ssh: x@a }, b: { ssh: x@b, via: a }, here: {} }\nauditor: ${auditor}\n${more}`,
    "f",
  );
const wanted = (auditor: string): ReturnType<typeof wantedOf>["hosts"] => {
  const read = file(auditor);
  if (!read.ok) throw new Error(read.problems.map(({ what }) => what).join("\n"));
  return wantedOf(read.value).hosts;
};

test("every host with a login has the auditor, and SSH is open for it where it is open for some", () => {
  const [a, b, here] = wanted(`{ keys: [${key} ci], from: [198.51.100.9, "2001:DB8::0009"], key_home: ci }`);
  expect(a?.auditor).toEqual({
    ...{ account: "secondlock-auditor", keyHome: "ci" },
    keys: [`${key} ci`],
    from: ["198.51.100.9", "2001:db8::9"],
  });
  expect(a?.ports).toMatchObject([{ port: 22, from: "anywhere" }]);
  expect(b?.ports).toMatchObject([{ port: 22, from: ["a", "198.51.100.9", "2001:db8::9"] }]);
  expect(here?.auditor).toBeUndefined();
});

describe("what is no auditor is told", () => {
  test.each([
    ["no address", `{ keys: [${key}], from: [] }`, "", /empty list/],
    ["a network", `{ keys: [${key}], from: [198.51.100.0/24] }`, "", /is not an address/],
    ["a name", `{ keys: [${key}], from: [ci.example] }`, "", /is not an address/],
    ["no key", "{ keys: [], from: [198.51.100.9] }", "", /empty list/],
    ["root", `{ keys: [${key}], from: [198.51.100.9], account: root }`, "", /is root/],
    [
      "the account of the application",
      `{ keys: [${key}], from: [198.51.100.9], account: shop }`,
      "applications: { a: { user: shop, directory: /srv/shop } }",
      /runs the application of a/,
    ],
    [
      "a person's account",
      `{ keys: [${key}], from: [198.51.100.9], account: ada }`,
      "people: { ada: { admin: [a] } }",
      /is the account of ada/,
    ],
    [
      "a person's key",
      `{ keys: [${key}], from: [198.51.100.9] }`,
      `people: { ada: { admin: [a], keys: [${key}] } }`,
      /is also a key of ada/,
    ],
    [
      "the throw-away account",
      `{ keys: [${key}], from: [198.51.100.9], account: canary }`,
      "attempts: { a: { throwaway: { account: canary, password_from: SECONDLOCK_THROWAWAY_X } } }",
      /throw-away account/,
    ],
  ])("%s", (_name, auditor, more, what) => {
    const read = file(auditor, more);
    expect(read.ok ? [] : read.problems.map((problem) => problem.what).join("\n")).toMatch(what);
  });

  test.each(["www-data", "nobody", "postgres", "mysql", "sshd", "_apt", "systemd-network"])(
    "an account of the system: %s",
    (name) => {
      const read = file(`{ keys: [${key}], from: [198.51.100.9], account: ${name} }`);
      expect(read.ok ? [] : read.problems).toMatchObject([
        { path: "auditor.account", what: "is an account of the system" },
      ]);
    },
  );
});
