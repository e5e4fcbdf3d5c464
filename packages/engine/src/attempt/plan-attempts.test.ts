import type { AnyControl, Attempt, HostWanted, Probe, ServiceWanted } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import type { AttemptHost } from "./attempt-host.ts";
import { type Allowed, planAttempts } from "./plan-attempts.ts";

const wanted = (id: string, changes: Partial<HostWanted> = {}): HostWanted => ({
  id,
  role: "app",
  ssh: { user: "ada", address: `${id}.example`, port: 22 },
  addresses: [],
  privateAddresses: [],
  admins: [],
  peopleDeclared: true,
  ports: [],
  portsDeclared: true,
  databases: [],
  neighbours: [],
  allow: [],
  sites: [],
  ...changes,
});
const db = wanted("db-1", {
  role: "db",
  via: "app-1",
  ports: [{ port: 5432, protocol: "tcp", reason: "data", from: ["app-1"] }],
});
const service = { hosts: [wanted("app-1"), db, wanted("web-1")] } as unknown as ServiceWanted;
const host = { wanted: db, loginAddress: "10.0.0.3", addresses: [] } as unknown as AttemptHost;

function plan(
  probe: Probe,
  changes: Partial<Attempt> = {},
  allowed: Allowed = () => [{ address: "10.0.0.3", family: 4 }],
  on: AttemptHost = host,
): ReturnType<typeof planAttempts>[number] | undefined {
  const attempt: Attempt = {
    id: "a",
    title: "a",
    from: ["operator", "stranger", "other hosts"],
    unless: "nothing to try",
    probes: () => [probe],
    judge: () => ({ outside: "refused", because: "" }),
    ...changes,
  };
  const control = { id: "c", attempt, applies: () => ({ applies: true }) } as unknown as AnyControl;
  return planAttempts(on, [control], service, allowed)[0];
}
const vantages = (planned: ReturnType<typeof plan>): readonly string[] =>
  planned?.from.map(({ vantage }) => vantage) ?? [];
const greeting: Probe = { kind: "ssh-greeting", account: "ada", family: 4 };

describe("what is tried from where", () => {
  it("tries from here and from other hosts, from a stranger only when one is declared", () => {
    expect(vantages(plan(greeting))).toEqual(["operator", "host:app-1", "host:web-1"]);
  });

  it("tries nothing at an address that is not proven ours, and says so", () => {
    const planned = plan(greeting, {}, (_host, vantage) =>
      vantage === "host:app-1" ? [{ address: "10.0.0.3", family: 4 }] : [],
    );
    expect(vantages(planned)).toEqual(["host:app-1"]);
    const none = plan(greeting, {}, () => []);
    expect(none?.from).toEqual([]);
    expect(none?.none).toMatch(/proven ours/);
  });

  it("scans no port and offers no key where only the host key is the right one", () => {
    const greetOnly: Allowed = () => [{ address: "10.0.0.3", family: 4, onlyGreeting: true }];
    expect(vantages(plan({ kind: "tcp-ports", family: 4, ports: "usual" }, {}, greetOnly))).toEqual([]);
    expect(vantages(plan({ kind: "http-get", family: 4, port: 80, host: "x", path: "/" }, {}, greetOnly))).toEqual([]);
    expect(vantages(plan(greeting, {}, greetOnly))).toContain("operator");
  });

  it("keeps to the address family of the probe", () => {
    expect(plan({ ...greeting, family: 6 })?.from).toEqual([]);
  });

  it("lets the operator's keys go nowhere but from the operator, and through the usual jump host", () => {
    const planned = plan({ kind: "ssh-login", account: "root", family: 4, keys: "all" }, {}, () => []);
    expect(planned?.from.map(({ vantage, probes }) => [vantage, probes.map(({ address }) => address)])).toEqual([
      ["operator", ["10.0.0.3"]],
    ]);
  });

  it("runs an ordinary command over the login itself, once", () => {
    const planned = plan({ kind: "ordinary-command", account: "ada", argv: ["true"] });
    expect(planned?.from.map(({ vantage, probes }) => [vantage, probes.map(({ address }) => address)])).toEqual([
      ["operator", ["login"]],
    ]);
  });

  it("makes the positive check of a restricted port from the host that may use it", () => {
    const probe: Probe = { kind: "tcp-ports", family: 4, ports: [5432] };
    const planned = plan(probe, { positive: { title: "app-1 connects", probes: () => [probe], works: () => true } });
    expect(planned?.positive.map(({ vantage }) => vantage)).toEqual(["host:app-1"]);
  });

  it("tells where the rightful way in could not be tried, for nothing shows that the address is ours from there", () => {
    const probe: Probe = { kind: "tcp-ports", family: 4, ports: [5432] };
    const addresses = [
      { address: "10.0.0.3", family: 4, local: true },
      { address: "198.51.100.3", family: 4, local: false },
      { address: "fd00::3", family: 6, local: true },
    ] as const;
    const planned = plan(
      probe,
      { positive: { title: "app-1 connects", probes: () => [probe], works: () => true } },
      () => [{ address: "198.51.100.3", family: 4 }],
      { ...host, addresses },
    );
    expect(planned).toMatchObject({ positive: [{ address: "198.51.100.3" }], untried: ["10.0.0.3"] });
    const open: Probe = { kind: "tcp-ports", family: 4, ports: [443] };
    const fromHere = { positive: { title: "the site answers", probes: () => [open], works: () => true } };
    expect(plan(open, fromHere, () => [], { ...host, addresses })?.untried).toEqual([]);
  });

  it("gives the attempt's own reason when it has no probe here", () => {
    expect(plan(greeting, { probes: () => [] })).toMatchObject({ from: [], none: "nothing to try" });
  });
});

describe("an audit as the auditor, whose login only reads", () => {
  const asAuditor = { ...host, asAuditor: true } as AttemptHost;
  const planned = (probe: Probe, changes: Partial<Attempt> = {}): ReturnType<typeof plan> =>
    plan(probe, changes, undefined, asAuditor);

  it("tries from outside what takes no login, and from no other host", () => {
    expect(vantages(plan(greeting))).toEqual(["operator", "host:app-1", "host:web-1"]);
    expect(vantages(planned(greeting))).toEqual(["operator"]);
  });

  it.each<Probe>([
    { kind: "ssh-login", account: "root", family: 4, keys: "all" },
    { kind: "ssh-forward", account: "ada", what: "tcp" },
    { kind: "ordinary-command", account: "ada", argv: ["true"] },
  ])("never takes a refusal of its own key for a proof: $kind", (probe) => {
    expect(vantages(plan(probe))).not.toEqual([]);
    expect(planned(probe)).toMatchObject({ from: [], none: expect.stringContaining("the auditor only reads") });
  });

  it("tries nothing whose rightful way in it cannot show", () => {
    const positive = { title: "sudo works", probes: () => [greeting], works: () => true };
    const behind = { ...positive, probes: (): Probe[] => [{ kind: "tcp-ports", family: 4, ports: [5432] }] };
    expect(planned(greeting, { positive: behind })).toMatchObject({ from: [], positive: [] });
  });
});
