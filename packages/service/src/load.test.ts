import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseService } from "./load.ts";
import { formatProblems } from "./problem.ts";

const full = readFileSync(join(import.meta.dirname, "fixtures/full.yaml"), "utf8");
const keys: readonly string[] = full.match(/ssh-ed25519 \S+/g) ?? [];
const hosts = "hosts:\n  app-1: { ssh: deploy@app-1.example }\n  db-1: { ssh: deploy@10.0.0.3, via: app-1 }\n";
const shop = `service: shop\n${hosts}`;

function problemsOf(text: string): string {
  const read = parseService(text, "secondlock.yaml");
  return read.ok ? "none" : formatProblems(read.problems);
}

describe("a file is accepted", () => {
  test("with every section", () => {
    expect(problemsOf(full)).toBe("none");
  });
  test.each([
    ["with a name only", "service: shop\n"],
    ["with a byte order mark", `\ufeff${shop}`],
    ["with CRLF", shop.replaceAll("\n", "\r\n")],
    ["as JSON", '{"service": "shop"}'],
    [
      "with an anchor and an alias",
      `service: shop\nsites: &all [https://a.example]\nhosts: { a: { ssh: x@a, sites: *all } }\n`,
    ],
    ["with a word of allow: that a control brings along", "service: shop\nhosts: { a: { allow: [mail-relay] } }\n"],
    [
      "with hosts named as objects name things",
      "service: s\nhosts: { constructor: { ssh: a@b } }\nports: { constructor: { 1: x } }\n",
    ],
  ])("%s", (_story, text) => {
    expect(problemsOf(text)).toBe("none");
  });
});

describe("a file is refused, with the place and a hint", () => {
  test.each([
    ["nothing in it", "", "secondlock.yaml:1:1: the file is empty"],
    ["comments only", "# later\n", "the file is empty"],
    ["a list", "- a\n", "the file is not a list of settings"],
    ["no name", hosts, ":1:1: the file needs service"],
    ["a tab", "service: shop\nhosts:\n\tapp-1: {}\n", ":3:1: this is not YAML: Tabs are not allowed"],
    ["an open quote", 'service: "shop\n', "this is not YAML"],
    ["two documents", "service: a\n---\nservice: b\n", "this is not YAML"],
    ["a tag", "service: !!binary aGk=\n", "service is of a kind that does not occur here"],
    ["a key twice", `${shop}service: shop\n`, ":5:1: service is there twice; the first one is on line 1"],
    ["a port twice, once quoted", `${shop}ports: { app-1: { 443: a, "443": b } }\n`, "ports.app-1.443 is there twice"],
    ["a port twice, once as 443/tcp", `${shop}ports: { app-1: { 443: a, 443/tcp: b } }\n`, "is the same port as 443"],
    ["a key of prototypes", "service: a\n__proto__: { x: 1 }\n", ":2:1: __proto__ is not a setting here"],
    ["a section misspelt", `${shop}peple: {}\n`, ":5:1: peple is not a setting here\n  hint: did you mean people?"],
    [
      "a setting misspelt",
      "service: a\nhosts: { a: { shh: x@y } }\n",
      "hosts.a.shh is not a setting here\n  hint: did you mean ssh?",
    ],
    ["an unknown role", "service: a\nhosts: { a: { role: database } }\n", "hosts.a.role is not known: database"],
    [
      "via that names nobody",
      `${shop}  app-3: { ssh: a@b, via: app-2 }\n`,
      ":5:27: hosts.app-3.via names a host that does not exist: app-2\n  hint: did you mean app-1?",
    ],
    [
      "via in a circle",
      "service: a\nhosts: { a: { ssh: x@a, via: b }, b: { ssh: x@b, via: a } }\n",
      "hosts.a.via goes round in a circle: a -> b -> a",
    ],
    ["via to itself", "service: a\nhosts: { a: { ssh: x@a, via: a } }\n", "goes round in a circle: a -> a"],
    ["via without ssh", "service: a\nhosts: { a: { ssh: x@a }, b: { via: a } }\n", "hosts.b.via needs ssh: beside it"],
    ["two hosts without ssh", "service: a\nhosts: { a: {}, b: {} }\n", "hosts.b has no ssh:"],
    [
      "one login twice",
      "service: a\nhosts: { a: { ssh: x@h }, b: { ssh: x@h } }\n",
      "hosts.b.ssh is the same login as that of a",
    ],
    [
      "an option as login",
      'service: a\nhosts: { a: { ssh: "-oProxyCommand=id" } }\n',
      "hosts.a.ssh begins with a dash",
    ],
    [
      "admin that names nobody",
      `${shop}people: { ada: { admin: [app-2] } }\n`,
      "people.ada.admin[0] names a host that does not exist",
    ],
    ["ports of nobody", `${shop}ports: { app-2: { 1: x } }\n`, ":5:10: ports.app-2 names a host that does not exist"],
    [
      "from that names nobody",
      `${shop}ports: { db-1: { 1: { reason: x, from: [app-9] } } }\n`,
      "ports.db-1.1.from[0] names",
    ],
    ["from nobody", `${shop}ports: { db-1: { 1: { reason: x, from: [] } } }\n`, "ports.db-1.1.from is an empty list"],
    [
      "a host by its address",
      `${shop}hosts: { app-1: { ssh: x@a, private: 10.0.0.2 } }\nports: { app-1: { 1: { reason: x, from: [10.0.0.2] } } }\n`.replace(
        hosts,
        "",
      ),
      "ports.app-1.1.from[0] is an address of app-1",
    ],
    [
      "a redirect to an open port",
      `${shop}ports: { db-1: { 443: { reason: x, to: 3003 }, 3003: y } }\n`,
      "ports.db-1.443.to is declared as open itself: 3003",
    ],
    ["a redirect to itself", `${shop}ports: { db-1: { 443: { reason: x, to: 443 } } }\n`, "to is the port itself"],
    [
      "outbound to nobody",
      "service: a\nhosts: { a: { outbound: { mode: learn, ports: { 25: { reason: x, to: [b] } } } } }\n",
      "hosts.a.outbound.ports.25.to[0] names a host that does not exist: b",
    ],
    ["another outbound mode", "service: a\nhosts: { a: { outbound: on } }\n", "hosts.a.outbound"],
    ["port 0", `${shop}ports: { db-1: { 0: x } }\n`, "ports.db-1.0 is not a port"],
    ["port 65536", `${shop}ports: { db-1: { 65536: x } }\n`, "is not a port"],
    ["a port without a reason", `${shop}ports: { db-1: { 22: } }\n`, "ports.db-1.22 is empty"],
    ["a port with an empty reason", `${shop}ports: { db-1: { 22: " " } }\n`, "ports.db-1.22 is empty"],
    [
      "a database on no host",
      `${shop}databases: { m: { engine: mysql, host: x } }\n`,
      "databases.m.host names a host that does not exist",
    ],
    [
      "clients that are no hosts",
      `${shop}databases: { m: { engine: mysql, host: db-1, clients: [x] } }\n`,
      "databases.m.clients[0] names",
    ],
    [
      "backups nowhere",
      `${shop}databases: { m: { engine: mysql, host: db-1, backups: [x] } }\n`,
      "names a backup place that does not exist: x",
    ],
    [
      "a vendor unheard of",
      `${shop}backups: { b: { vendor: x } }\n`,
      "backups.b.vendor names a vendor that does not exist: x",
    ],
    [
      "a secret unheard of",
      `${shop}secrets: {}\nalerts: { s: { webhook: sealed:A } }\n`,
      "names a secret that does not exist: A",
    ],
    [
      "an exception for no host",
      `${shop}exceptions: [{ control: c, host: x, until: 2027-01-31, reason: y }]\n`,
      "exceptions[0].host names",
    ],
    [
      "a day that does not exist",
      `${shop}exceptions: [{ control: c, host: db-1, until: 2027-02-30, reason: y }]\n`,
      "exceptions[0].until is not a date",
    ],
    ["a stranger that is a host", `${shop}stranger: { ssh: a@app-1.example }\n`, "stranger.ssh is the host app-1"],
    [
      "root thrown away",
      `${shop}attempts: { db-1: { throwaway: { account: root, password_from: P } } }\n`,
      "throwaway.account is root",
    ],
    [
      "a near miss in allow",
      "service: a\nhosts: { a: { allow: [dokcer] } }\n",
      "hosts.a.allow[0] is not known: dokcer\n  hint: did you mean docker?",
    ],
    ["an escape sequence", 'service: a\nports: { a: { 1: "\\e[2J" } }\n', "holds a control character"],
    ["text that runs backwards", "service: a\n# \u202e\n", ":2:3: here stands a control character"],
    ["an alias of itself", "service: &a [*a]\n", "refers to itself"],
    ["a merge key", "service: a\n<<: {}\n", "<< is not a setting here"],
  ])("%s", (_story, text, expected) => {
    const problems = problemsOf(text);

    expect(problems).toContain(expected);
    expect(problems).toContain("\n  hint: ");
  });

  test("one key under two people", () => {
    const text = `service: a\npeople: { ada: { keys: [${keys[0]} x] }, ben: { keys: [${keys[0]} y] } }\n`;
    expect(problemsOf(text)).toContain("people.ben.keys[0] is also a key of ada");
  });
});

describe("a secret in clear text is refused and not repeated", () => {
  test.each([
    [
      "a private key",
      "service: a\n# -----BEGIN OPENSSH PRIVATE KEY-----\n# hunter2hunter2\n",
      ":2:3: here stands a private key",
    ],
    [
      "a password",
      "service: a\npeople: { ada: { password: hunter2hunter2 } }\n",
      "people.ada.password holds a secret in clear text",
    ],
    [
      "a password instead of a name",
      `${shop}attempts: { db-1: { throwaway: { account: c, password_from: hunter2hunter2 } } }\n`,
      "password_from is not a name",
    ],
    ...["AWS_SECRET_ACCESS_KEY", "PGPASSWORD"].map((name) => [
      `the variable of another secret: ${name}`,
      `${shop}attempts: { db-1: { throwaway: { account: c, password_from: ${name} } } }\n`,
      "password_from is not a name of the form CANARY_PASSWORD",
    ]),
    [
      "the variable of a real password",
      `${shop}attempts: { db-1: { throwaway: { account: c, password_from: POSTGRES_PASSWORD } } }\n`,
      "password_from names a variable that holds another password",
    ],
    [
      "a webhook",
      "service: a\nalerts: { s: { webhook: https://hooks.slack.com/services/T0/B0/hunter2hunter2 } }\n",
      "here stands a Slack webhook",
    ],
    [
      "a password in a URL",
      "service: a\nrepositories: [https://ada:hunter2hunter2@git.example/a.git]\n",
      "here stands a password in a URL",
    ],
    ["the value of a secret", "service: a\nsecrets: { KEY: hunter2hunter2 }\n", "secrets.KEY has a value"],
  ])("%s", (_story, text, expected) => {
    expect(problemsOf(text)).toContain(expected);
    expect(problemsOf(text)).not.toContain("hunter2");
  });
});

test("everything that is wrong is said at once, in the order of the file", () => {
  const read = parseService("service: A\nhosts:\n  a: { ssh: b, via: c }\nports: { x: { 1: y } }\nzz: 1\n", "f");

  const places = read.ok ? [] : read.problems.map(({ line, path }) => `${line} ${path}`);
  expect(places).toEqual(["1 service", "3 hosts.a.ssh", "3 hosts.a.via", "4 ports.x", "5 zz"]);
});
