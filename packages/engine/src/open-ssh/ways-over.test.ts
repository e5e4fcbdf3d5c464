import { describe, expect, it } from "vitest";
import type { HostWanted, ServiceWanted } from "@secondlock/model";
import { waysOver } from "./ways-over.ts";

const host = (id: string, more: Partial<HostWanted> = {}): HostWanted => ({
  ...{ id, role: "app", addresses: [], privateAddresses: [], ports: [], portsDeclared: true, databases: [] },
  ...{ admins: [], peopleDeclared: false, neighbours: [], allow: [], sites: [] },
  ssh: { user: "ada", address: `${id}.example`, port: 22 },
  ...more,
});
const onDemand = (...from: readonly string[]): Partial<HostWanted> => ({
  ports: [{ port: 22, protocol: "tcp", reason: "administration", from, onDemand: true }],
});
const serviceWith = (wanted: HostWanted): ServiceWanted => ({
  ...{ name: "shop", hosts: [wanted, host("db-1"), host("far-1", { via: "db-1" })], people: [], databases: [] },
  ...{ sites: [], repositories: [], secrets: [], vendors: [], backupPlaces: [], alerts: [], exceptions: [] },
});
const ways = (wanted: HostWanted, over?: Parameters<typeof waysOver>[2]["over"]): readonly string[] => {
  return waysOver(wanted, serviceWith(wanted), { over }).map(({ route }) =>
    [...route.via, route.login].map(({ address }) => address.replace(".example", "")).join(" > "),
  );
};

describe("the ways over which a closed port may be opened", () => {
  it.each([
    ["only the login itself", host("app-1", onDemand()), undefined, ["app-1"]],
    ["a host that the port stays open for", host("app-1", onDemand("db-1")), undefined, ["app-1", "db-1 > app-1"]],
    ["the declared jump", host("app-1", { via: "db-1", ...onDemand("db-1") }), undefined, ["db-1 > app-1"]],
    ["a jump behind a jump", host("app-1", onDemand("far-1")), undefined, ["app-1", "db-1 > far-1 > app-1"]],
    ["the host that was asked for", host("app-1", onDemand()), "db-1", ["db-1 > app-1"]],
    ["a login of one's own", host("app-1"), { user: "x", address: "j", port: 22 }, ["j > app-1"]],
    ["never the host over itself", host("app-1", onDemand("app-1")), undefined, ["app-1"]],
  ])("%s", (_name, wanted, over, expected) => expect(ways(wanted, over)).toEqual(expected));

  it.each([true, false, "when needed"] as const)("let ssh ask as the person lets it: %s", (mayAsk) => {
    const wanted = host("app-1", onDemand("db-1"));
    const asked = waysOver(wanted, serviceWith(wanted), { mayAsk }).map(({ route }) => route.mayAsk);
    expect(asked).toEqual([mayAsk, mayAsk]);
  });
});
