import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HostWanted, ServiceWanted } from "@secondlock/model";
import { describe, expect, test } from "vitest";
import { parseService } from "./load.ts";
import { formatProblems } from "./problem.ts";
import { wantedOfAdHoc, wantedOfThisMachine } from "./wanted-without-file.ts";
import { wantedOf } from "./wanted.ts";

function wanted(text: string): ServiceWanted {
  const read = parseService(text, "f");
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return wantedOf(read.value);
}

function hostOf(service: ServiceWanted, id: string): HostWanted {
  const host = service.hosts.find((candidate) => candidate.id === id);
  if (host === undefined) throw new Error(`no host ${id}`);
  return host;
}

describe("the example", async () => {
  const service = wanted(await readFile(join(import.meta.dirname, "fixtures/full.yaml"), "utf8"));

  test("gives the app host all that is declared for it", () => {
    expect(hostOf(service, "app-1")).toMatchObject({
      role: "app",
      ssh: { user: "deploy", address: "app-1.example", port: 22 },
      addresses: ["203.0.113.7", "2001:db8::7"],
      privateAddresses: ["10.0.0.2"],
      region: "fsn1",
      vendor: "hetzner",
      allow: ["tcp-forwarding"],
      sites: ["shop.example"],
      application: { user: "application", tlsKeys: ["/usr/local/application/ssl/host.key"] },
      throwaway: { account: "canary", passwordFrom: "CANARY_PASSWORD" },
      peopleDeclared: true,
      portsDeclared: true,
    });
    expect(hostOf(service, "app-1").admins.map(({ name }) => name)).toEqual(["ada", "ben"]);
  });

  test("gives the database host its ports and database", () => {
    const db = hostOf(service, "db-1");
    expect(db.ports).toEqual([
      { port: 5432, protocol: "tcp", reason: "the application's database", from: ["app-1"] },
      { port: 53, protocol: "udp", reason: "resolver", from: "anywhere" },
      { port: 2222, protocol: "tcp", reason: "administration (from ssh:)", from: ["app-1"] },
    ]);
    expect(db.databases).toMatchObject([{ name: "main", port: 5432, backups: ["offsite-1", "offsite-2"] }]);
    expect(db).toMatchObject({ via: "app-1", addresses: [], privateAddresses: ["10.0.0.3"], sites: [] });
  });

  test("keeps what belongs to the whole service", () => {
    expect(service).toMatchObject({
      name: "shop",
      secrets: ["SLACK_WEBHOOK", "API_KEY", "DATABASE_URL", "STRIPE_KEY"],
      vendors: [{ name: "hetzner", holds: ["hosts", "dns"] }],
      backupPlaces: [{ name: "offsite-1", vendor: "hetzner", region: "fsn1" }, { name: "offsite-2" }],
      alerts: ["slack"],
      stranger: { user: "probe", address: "198.51.100.9", port: 22 },
      exceptions: [
        { control: "ssh-no-password-login", host: "app-1", until: "2027-01-31", reason: "the old deploy tool" },
      ],
    });
  });
});

describe("defaults", () => {
  const small = wanted(`service: s
hosts: { a: { ssh: x@203.0.113.7 }, b: { ssh: "x@[2001:db8::1]:2200" }, c: { ssh: x@c.example }, d: { ssh: x@alias } }
people: { ada: {} }
databases:
  m: { engine: mariadb, host: a, clients: [a, b] }
  n: { engine: mysql, host: a, clients: [c, b] }
  local: { engine: postgresql, host: a, clients: [a] }
ports: { b: {} }
`);

  test("of a person", () => {
    expect(small.people).toEqual([{ name: "ada", account: "ada", keys: [], keyHome: "ada-laptop", admin: [] }]);
  });
  test("databases open their port for their clients only, and none for their own host", () => {
    expect(hostOf(small, "a").ports).toEqual([
      { port: 3306, protocol: "tcp", reason: "database m (from databases:)", from: ["b", "c"] },
      { port: 22, protocol: "tcp", reason: "administration (from ssh:)", from: "anywhere" },
    ]);
  });
  test("only what is declared counts as declared", () => {
    expect(small.hosts.map(({ portsDeclared }) => portsDeclared)).toEqual([false, true, false, false]);
  });
  test("addresses come from the login, except from an alias", () => {
    expect(small.hosts.map(({ addresses }) => addresses)).toEqual([
      ["203.0.113.7"],
      ["2001:db8::1"],
      ["c.example"],
      [],
    ]);
  });
});

test("sites belong to the app hosts, unless a host names its own", () => {
  const service = wanted(`service: s
hosts: { a: { role: app, ssh: x@a }, b: { role: app, ssh: x@b, sites: [https://b.example] }, c: { ssh: x@c } }
sites: [https://a.example, https://b.example]
`);
  expect(service.hosts.map(({ sites }) => sites)).toEqual([["a.example"], ["b.example"], []]);
});

describe("what the firewall needs", () => {
  const service = wanted(`service: s
hosts:
  app-1: { role: app, ssh: x@203.0.113.7, addresses: ["2001:db8::7"], private: 10.0.0.2, firewall: nftables,
    outbound: { mode: enforce, ports: { 587: { reason: mail relay, to: [198.51.100.9, mail-1] }, "4460": time } } }
  db-1: { role: db, ssh: x@10.0.0.3, via: app-1, outbound: learn }
  mail-1: { ssh: x@mail-1, outbound: off }
ports:
  app-1: { 443: { reason: the shop, to: 3003 }, 22: { reason: administration, from: on-demand } }
  db-1: { 22: { reason: administration, from: [app-1, mail-1] } }
databases: { m: { engine: postgresql, host: db-1, clients: [app-1] } }
`);
  test("redirects, and ports on demand", () => {
    expect(hostOf(service, "app-1").ports).toEqual([
      { port: 22, protocol: "tcp", reason: "administration", from: [], onDemand: true },
      { port: 443, protocol: "tcp", reason: "the shop", from: "anywhere", to: 3003 },
    ]);
  });
  test("a port for literal addresses, in the one way to write them", () => {
    const text =
      "service: s\nhosts: { a-1: { ssh: x@a-1 } }\nports: { a-1: { 22: { reason: administration, from: [198.51.100.9, '2001:DB8:0::9'] } } }\n";
    expect(hostOf(wanted(text), "a-1").ports).toMatchObject([{ port: 22, from: ["198.51.100.9", "2001:db8::9"] }]);
  });
  test("a port that stays open for a host, and opens to others on demand", () => {
    const text =
      "service: s\nhosts: { a-1: { ssh: x@a-1 }, jump-1: { ssh: x@jump-1 } }\nports: { a-1: { 22: { reason: administration, from: [jump-1, on-demand] } } }\n";
    expect(hostOf(wanted(text), "a-1").ports).toEqual([
      { port: 22, protocol: "tcp", reason: "administration", from: ["jump-1"], onDemand: true },
    ]);
  });
  test("the literal addresses of the hosts that ports name, and none of one that is known by name", () => {
    expect(hostOf(service, "db-1").neighbours).toEqual([
      { id: "app-1", addresses: ["2001:db8::7", "203.0.113.7", "10.0.0.2"], privateAddresses: ["10.0.0.2"] },
      { id: "mail-1", addresses: [] },
    ]);
  });
  test("what may go out, with the databases and hosts that are reached from here", () => {
    expect(hostOf(service, "app-1")).toMatchObject({ firewall: "nftables" });
    expect(hostOf(service, "app-1").outbound).toEqual({
      mode: "enforce",
      ports: [
        { port: 587, protocol: "tcp", reason: "mail relay", to: ["198.51.100.9", "mail-1"] },
        { port: 4460, protocol: "tcp", reason: "time", to: "anywhere" },
        { port: 22, protocol: "tcp", reason: "administration", to: ["db-1"] },
        { port: 5432, protocol: "tcp", reason: "database m (from databases:)", to: ["db-1"] },
      ],
    });
    expect(hostOf(service, "app-1").neighbours).toEqual([
      { id: "mail-1", addresses: [] },
      { id: "db-1", addresses: ["10.0.0.3"], privateAddresses: ["10.0.0.3"] },
    ]);
    expect(hostOf(service, "db-1").outbound).toEqual({ mode: "learn", ports: [] });
    expect(hostOf(service, "mail-1")).not.toHaveProperty("outbound");
  });
});

describe("without a file", () => {
  test("this machine has nothing declared", () => {
    const [host] = wantedOfThisMachine("My Laptop!").hosts;
    expect(host).toMatchObject({ id: "my-laptop", admins: [], peopleDeclared: false, ports: [], portsDeclared: false });
    expect(host).not.toHaveProperty("ssh");
    expect(wantedOfThisMachine().name).toBe("this-machine");
  });
  test("one host is named by its login", () => {
    const read = wantedOfAdHoc("deploy@[2001:db8::7]:2222");
    expect(read.ok && read.value.hosts[0]).toMatchObject({
      id: "2001-db8-7",
      addresses: ["2001:db8::7"],
      ssh: { port: 2222 },
    });
  });
  test("a login that is none is a problem", () => {
    const read = wantedOfAdHoc("-oProxyCommand=id");
    expect(read.ok ? "" : formatProblems(read.problems)).toMatch(
      /^login: begins with a dash.*\n {2}hint: write user@host/,
    );
  });
});

test("ten thousand hosts take less than a few seconds", () => {
  const ids = Array.from({ length: 10_000 }, (_, id) => `h${id}`);
  const hosts = Object.fromEntries(ids.map((id) => [id, { ssh: `a@${id}.example`, role: "app" as const }]));
  const begun = performance.now();
  const service = wantedOf({
    service: "fleet",
    hosts,
    people: { ada: { admin: ids }, ben: { admin: ids } },
    sites: ["https://a.example"],
  });
  expect(service.hosts).toHaveLength(10_000);
  expect(performance.now() - begun).toBeLessThan(3000);
});
