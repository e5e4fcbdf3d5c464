import { expect, test } from "vitest";
import { parseService } from "./load.ts";
import { formatProblems } from "./problem.ts";
import type { ServiceFile } from "./schema.ts";
import { sealedFilesOf } from "./sealed-files.ts";

const shop = "service: shop\nhosts: { app-1: { ssh: a@app-1.example } }\nsecrets:\n  .env.sealed:\n";

function parsed(text: string): ServiceFile {
  const read = parseService(text, "secondlock.yaml");
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

function problemsOf(text: string): string {
  const read = parseService(text, "secondlock.yaml");
  return read.ok ? "" : formatProblems(read.problems);
}

test("a sealed file has hosts, confirmers and the values that rotate, with defaults", () => {
  const text = `${shop}    hosts: [app-1]
    confirmers: [confirmer-1]
    rotate:
      DATABASE_URL: { every: 90d, provider: postgresql, roles: [shop_a, shop_b], owner: shop }
      STRIPE_KEY: { every: 3650d }
      OTHER: {}
  web/.env.sealed:
  API_KEY: { purpose: maps }
`;
  expect(sealedFilesOf(parsed(text))).toEqual([
    {
      path: ".env.sealed",
      hosts: ["app-1"],
      confirmers: ["confirmer-1"],
      rotate: [
        { name: "DATABASE_URL", every: 90, provider: "postgresql", roles: ["shop_a", "shop_b"], owner: "shop" },
        { name: "STRIPE_KEY", every: 3650, provider: "by-hand" },
        { name: "OTHER", provider: "by-hand" },
      ],
    },
    { path: "web/.env.sealed", hosts: [], confirmers: [], rotate: [] },
  ]);
});

test("names of secrets need not be listed once a sealed file may hold them", () => {
  const alerts = "alerts: { s: { slack: sealed:A } }\n";
  expect(problemsOf(`${shop}${alerts}`)).toBe("");
  expect(problemsOf(`service: a\nsecrets: { B: }\n${alerts}`)).toContain("names a secret that does not exist: A");
});

test.each([
  [
    "a host that is not there",
    "    hosts: [app-2]",
    "5:13: secrets..env.sealed.hosts[0] names a host that does not exist: app-2\n  hint: did you mean app-1?",
  ],
  [
    "a provider that nobody knows",
    "    rotate: { A: { provider: postgres } }",
    "5:30: secrets..env.sealed.rotate.A.provider is not known: postgres\n  hint: did you mean postgresql?",
  ],
  [
    "one role",
    "    rotate: { A: { provider: postgresql, roles: [a] } }",
    "5:49: secrets..env.sealed.rotate.A.roles has to name two roles\n  hint: write two different login roles",
  ],
  ["three roles", "    rotate: { A: { provider: postgresql, roles: [a, b, c] } }", "roles has to name two roles"],
  ["one role twice", "    rotate: { A: { provider: postgresql, roles: [a, a] } }", "roles has to name two roles"],
  [
    "no roles",
    "    rotate: { A: { provider: postgresql } }",
    "secrets..env.sealed.rotate.A needs roles\n  hint: add roles:",
  ],
  [
    "roles without a provider",
    "    rotate: { A: { roles: [a, b] } }",
    "rotate.A.roles is for provider: postgresql\n  hint: add provider: postgresql, or remove it",
  ],
  [
    "an owner that takes turns",
    "    rotate: { A: { provider: postgresql, roles: [a, b], owner: a } }",
    "rotate.A.owner is one of the two roles",
  ],
  [
    "a role that could run SQL",
    "    rotate: { A: { provider: postgresql, roles: ['a; DROP', b] } }",
    "roles[0] is not the name of a role",
  ],
  [
    "one role for two values",
    "    rotate: { A: { provider: postgresql, roles: [a, b] }, B: { provider: postgresql, roles: [b, c] } }",
    "rotate.B.roles[0] is a role of .env.sealed A as well: b",
  ],
  [
    "a password in the URL",
    "    rotate: { A: { provider: postgresql, roles: [a, b], url: 'postgresql://a:hunter2hunter2@h/d' } }",
    "here stands a password in a URL",
  ],
  [
    "a user in the URL",
    "    rotate: { A: { provider: postgresql, roles: [a, b], url: 'postgresql://a@h/d' } }",
    "url holds a user or a password",
  ],
  [
    "another URL",
    "    rotate: { A: { provider: postgresql, roles: [a, b], url: 'https://h/d' } }",
    "url is not the URL of a database",
  ],
  [
    "weeks",
    "    rotate: { A: { every: 4w } }",
    "5:27: secrets..env.sealed.rotate.A.every is not a number of days: 4w\n  hint: write e.g. 90d",
  ],
  ["no days", "    rotate: { A: { every: 0d } }", "every is not a number of days: 0d"],
  [
    "eleven years",
    "    rotate: { A: { every: 4000d } }",
    "every is not a number of days: 4000d\n  hint: write e.g. 90d; at most 3650d",
  ],
  ["a bare number", "    rotate: { A: { every: 90 } }", "put quotes around it"],
  ["a value in the place of a name", "    rotate: { hunter2: {} }", "is not a name of the form"],
  [
    "settings of a file under a NAME",
    "  API_KEY: { hosts: [app-1] }",
    "6:14: secrets.API_KEY.hosts is for sealed files, and this is the name of one secret",
  ],
  ["a way out of the repository", "  ../.env.sealed: {}", "is not a path below the repository"],
  ["a path from the root", "  /etc/shop.sealed: {}", "is not a path below the repository"],
  ["a word that is neither", "  webhook: {}", "is neither a sealed file nor a name of the form API_KEY"],
  [
    "a setting that nobody knows",
    "    rotate: { A: { evry: 90d } }",
    "evry is not a setting here\n  hint: did you mean every?",
  ],
])("%s is refused", (_, line, expected) => {
  const file = line.startsWith("    ") ? shop : `${shop}    hosts: [app-1]\n`;
  const problems = problemsOf(`${file}${line}\n`);
  expect(problems).toContain(expected);
  expect(problems).not.toContain("hunter2hunter2");
});
