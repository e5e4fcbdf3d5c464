import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { draftService } from "./draft.ts";
import { parseService } from "./load.ts";
import { lookAround } from "./look.ts";
import { formatProblems } from "./problem.ts";
import type { Seen } from "./seen.ts";
import { nothingSeen } from "./seen.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICe5o3oHCewoRMJ6KIX1T8TujFAaPeYdFaZmjdi3NwJ2";
const shop: Seen = {
  hostname: "App-1",
  user: "deploy",
  listeners: [
    { port: 443, protocol: "tcp", loopback: false, process: "nginx" },
    { port: 22, protocol: "tcp", loopback: false },
    { port: 6379, protocol: "tcp", loopback: false, process: "redis-server" },
    { port: 5432, protocol: "tcp", loopback: true, process: "postgres" },
  ],
  admins: [
    { account: "ada", keys: [`from="10.0.0.1" ${key} ada@laptop`] },
    { account: "ben", keys: [`${key} stolen`] },
  ],
  addresses: ["203.0.113.7", "10.0.0.2", "fe80::1%eth0"],
  repository: { folder: "/srv/shop", remote: "https://git.example/shop.git" },
  packageName: "@acme/shop",
  files: [".env", "compose.yaml"],
  databases: [{ engine: "postgresql" }],
};

function problemsOf(text: string): string {
  const read = parseService(text, "draft");
  return read.ok ? "none" : `${formatProblems(read.problems)}\n${text}`;
}

test("a draft of a shop declares what is plain and asks for the rest", () => {
  const draft = draftService(shop);
  const read = parseService(draft, "draft");

  expect(problemsOf(draft)).toBe("none");
  expect(draft.split("\n", 1)[0]).toBe("# yaml-language-server: $schema=./.secondlock/service.schema.json");
  expect(read.ok && read.value).toMatchObject({
    service: "shop",
    hosts: { "app-1": { role: "app" } },
    people: { ada: { keys: [`${key} ada@laptop`], admin: ["app-1"] }, ben: { keys: [] } },
    ports: { "app-1": { "22": "administration", "443": "the site itself" } },
    databases: { postgresql: { host: "app-1" } },
  });
  expect(draft).toContain("# 6379: why is it open # redis-server listens");
  expect(draft).not.toContain("5432");
});

test("a draft of nothing is a file", () => {
  expect(problemsOf(draftService(nothingSeen))).toBe("none");
});

describe("hostile observations stay data", () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '"',
      "'",
      "#",
      "a # b",
      ": ",
      "- ",
      "a: b\nhosts: {}",
      "\n\nservice: evil",
      "{",
      "&a",
      "*a",
      "!!x",
      "%",
      "@",
      "`",
      "~",
      "null",
      "yes",
      "443",
      "__proto__",
      "constructor",
      "\u001b[2J",
      "\u202e",
      "\ud800",
      "\u0085",
      "\u2028",
      "-----BEGIN PRIVATE KEY-----",
      "AKIAABCDEFGHIJKLMNOP",
      "x".repeat(5000),
      "-oProxyCommand=id",
      "",
    ),
    fc.string({ unit: "binary", maxLength: 80 }),
  );
  const keyLine = fc.oneof(
    hostile,
    hostile.map((comment) => `${key} ${comment}`),
    hostile.map((option) => `${option} ${key}`),
  );
  const seen: fc.Arbitrary<Seen> = fc.record(
    {
      hostname: hostile,
      user: hostile,
      listeners: fc.array(
        fc.record(
          {
            port: fc.integer({ min: -1, max: 70_000 }),
            protocol: fc.constantFrom("tcp" as const, "udp" as const),
            loopback: fc.boolean(),
            process: hostile,
          },
          { requiredKeys: ["port", "protocol", "loopback"] },
        ),
        { maxLength: 6 },
      ),
      admins: fc.array(
        fc.record({
          account: fc.oneof(hostile, fc.constantFrom("ada", "Ada", "0", "a.b", "true")),
          keys: fc.array(keyLine, { maxLength: 4 }),
        }),
        { maxLength: 4 },
      ),
      addresses: fc.array(fc.oneof(hostile, fc.ipV4(), fc.ipV6()), { maxLength: 4 }),
      repository: fc.record({ folder: hostile, remote: hostile }),
      packageName: hostile,
      files: fc.array(hostile, { maxLength: 3 }),
      databases: fc.array(
        fc.record({ engine: fc.constantFrom("mariadb" as const, "mysql" as const, "postgresql" as const) }),
        { maxLength: 3 },
      ),
    },
    { requiredKeys: ["listeners", "admins", "addresses", "files", "databases"] },
  );

  test("every draft has no problems, and one service and one host", () => {
    fc.assert(
      fc.property(seen, hostile, (observed, schema) => {
        const draft = draftService(observed, schema);
        const read = parseService(draft, "draft");
        expect(problemsOf(draft)).toBe("none");
        expect(read.ok && Object.keys(read.value.hosts ?? {})).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });
});

test("what is seen on this machine makes a file", async () => {
  const seen = await lookAround(import.meta.dirname);

  expect(seen.hostname).toBeTypeOf("string");
  expect(problemsOf(draftService(seen))).toBe("none");
});
