import {
  broken,
  defineBreach,
  defineControl,
  defineFact,
  defineWays,
  holds,
  type HostWanted,
  known,
  type ServiceWanted,
} from "@secondlock/model";
import { expect, it } from "vitest";
import { type Audit } from "../audit.ts";
import { unreachedSnapshot } from "../collect/collect.ts";
import { auditJsonSchema } from "../report/audit.schema.ts";
import { schemaProblem } from "../report/schema-check.ts";
import { type FleetHost, judgeFleet } from "./judge-fleet.ts";

const door = defineFact<string>({
  id: "door",
  title: "the door",
  reads: () => ({ door: { argv: ["door"] } }),
  parse: () => known(""),
});
const shut = defineControl({
  id: "door-shut",
  title: "The door is shut",
  why: "It is a door.",
  severity: "high",
  area: "ssh",
  covers: ["R007"],
  applies: () => ({ applies: true }),
  facts: { door },
  verdict: ({ door: found }) => (found === "shut" ? holds("it is shut") : broken("it is open")),
  attempt: { probes: () => [], verdict: () => ({ outside: "refused", because: "", vantages: [] }) } as never,
  fix: () => [{ byHand: "Shut it." }],
  lock: ({ id }) => ({ stops: ["read"], domains: [`host:${id}`] }),
  references: ["none"],
});
const burglary = defineBreach({
  id: "burglary",
  question: "Somebody tries the door?",
  covers: ["R007"],
  instances: ({ hosts }) =>
    hosts.map(({ id }) => ({ id, title: `at ${id}`, harms: ["read"], fallen: [`path:street-of-${id}`] })),
});
const throughTheDoor = defineWays({
  id: "door",
  title: "through the door",
  covers: ["R007"],
  ways: ({ hosts }) =>
    hosts.map(({ id }) => ({
      id: `door:${id}`,
      title: `through the door of ${id}`,
      asset: { id: `inside:${id}`, title: `what is inside ${id}`, home: [`path:street-of-${id}`] as const },
      harm: "read" as const,
      locks: [{ control: "door-shut", host: id }],
    })),
});

function host(id: string): HostWanted {
  const nothing = { addresses: [], privateAddresses: [], admins: [], ports: [], databases: [], allow: [], sites: [] };
  return { id, role: "app", peopleDeclared: false, portsDeclared: false, neighbours: [], ...nothing };
}

function fleet(count: number): ServiceWanted {
  return {
    name: "fleet",
    hosts: Array.from({ length: count }, (_, index) => host(`app-${index}`)),
    ...{ people: [], databases: [], sites: [], repositories: [], secrets: [], vendors: [], backupPlaces: [] },
    ...{ alerts: [], exceptions: [] },
  };
}

const system = { id: "debian", version: "12", name: "Debian 12", supported: true, container: "none", bootId: "" };

function seen(wanted: HostWanted, found: string): FleetHost {
  const read = {
    reading: known(found),
    commands: [{ command: "door", output: `${found} at ${wanted.id}` }],
    at: "2026-01-01T00:00:00.000Z",
  };
  return {
    wanted,
    target: {
      id: wanted.id,
      role: "app",
      reached: "recorded",
      system: "Debian 12",
      state: "read",
      asRoot: true,
      seconds: 1,
    },
    snapshot: {
      host: wanted.id,
      system: known({ ...system, hostKeys: [], addresses: [] }),
      asRoot: true,
      facts: new Map([["door", read]]),
      seconds: 1,
    },
    attempts: () => ({
      outside: { outside: "refused", because: "nobody opens", vantages: ["operator"] },
      evidence: [],
    }),
  };
}

const catalogue = { controls: [shut], ways: [throughTheDoor], breaches: [burglary] };

async function judged(service: ServiceWanted, hosts: Iterable<FleetHost>): Promise<Audit> {
  let text = "";
  const started = new Date("2026-01-01T00:00:00Z");
  const result = await judgeFleet({ service, catalogue, version: "0", started }, hosts, (part) => {
    text += part;
  });
  const audit = JSON.parse(text) as Audit;
  expect(schemaProblem(auditJsonSchema, audit)).toBeUndefined();
  expect(audit).toMatchObject({ answers: result.answers, fixFirst: result.fixFirst, coverage: result.coverage });
  return audit;
}

it("writes the whole audit, each host with its verdict and its evidence", async () => {
  const service = fleet(3);
  const audit = await judged(
    service,
    service.hosts.map((wanted) => seen(wanted, "shut")),
  );
  expect(audit.targets.map(({ id }) => id)).toEqual(["app-0", "app-1", "app-2"]);
  expect(audit.verdicts.map(({ target, verdict }) => [target, verdict])).toEqual([
    ["app-0", "proven"],
    ["app-1", "proven"],
    ["app-2", "proven"],
  ]);
  expect(audit.verdicts[1]?.evidence[0]?.value).toBe("shut at app-1");
  expect(audit.answers.map(({ breach }) => breach)).toEqual(["burglary"]);
});

it("lets the one host among many that is open decide, and names it as the first to fix", async () => {
  const service = fleet(50);
  const audit = await judged(
    service,
    service.hosts.map((wanted) => seen(wanted, wanted.id === "app-31" ? "open" : "shut")),
  );
  expect(audit.fixFirst[0]).toMatchObject({ control: "door-shut", target: "app-31", verdict: "luck", fix: "Shut it." });
  expect(audit.coverage.verdicts).toMatchObject({ proven: 49, luck: 1 });
});

it("keeps a host that could not be reached, with the reason", async () => {
  const service = fleet(2);
  const [first, second] = service.hosts.map((wanted) => seen(wanted, "shut"));
  if (!first || !second) throw new Error("two hosts were made");
  const because = "nothing answers in time";
  const lost: FleetHost = {
    ...second,
    target: { ...second.target, state: "unreachable", because },
    snapshot: unreachedSnapshot("app-1", because),
    attempts: () => undefined,
  };
  const audit = await judged(service, [first, lost]);
  expect(audit.verdicts[1]).toMatchObject({ target: "app-1", verdict: "unknown", inside: { because } });
  expect(audit.fixFirst[0]?.fix).toBe(`Find out first: ${because}.`);
});

it("writes while hosts still come, so that a fleet need not stand in memory", async () => {
  const service = fleet(2_000);
  let writes = 0;
  const hostsBefore = new Map<number, number>();
  function* hosts(): Generator<FleetHost> {
    for (const wanted of service.hosts) {
      hostsBefore.set(writes, (hostsBefore.get(writes) ?? 0) + 1);
      yield seen(wanted, "shut");
    }
  }
  await judgeFleet({ service, catalogue, version: "0", started: new Date() }, hosts(), () => {
    writes += 1;
  });
  expect(hostsBefore.size, "writes before the last host").toBeGreaterThan(10);
  expect(Math.max(...hostsBefore.values()), "hosts between two writes").toBeLessThan(150);
});
