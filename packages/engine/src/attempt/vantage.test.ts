import type { HostWanted } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { rightfulVantages } from "./vantage.ts";

const host: HostWanted = {
  ...{ id: "db-1", role: "db", addresses: [], privateAddresses: [], admins: [], peopleDeclared: true },
  ...{ ports: [], portsDeclared: true, databases: [], neighbours: [], allow: [], sites: [] },
};
const greeting = { kind: "ssh-greeting", account: "ada", family: 4 } as const;

describe("the rightful way in starts", () => {
  it("at the operator's machine", () => expect(rightfulVantages(greeting, host)).toEqual(["operator"]));

  it("at the jump host, for an sshd that only that host reaches", () => {
    expect(rightfulVantages(greeting, { ...host, via: "app-1" })).toEqual(["host:app-1"]);
  });

  it("at the declared client, for a port of the database", () => {
    const ports = [{ port: 5432, protocol: "tcp", reason: "orders", from: ["app-1"] }] as const;
    expect(rightfulVantages({ kind: "tcp-ports", family: 4, ports: [5432] }, { ...host, ports })).toEqual([
      "host:app-1",
    ]);
  });

  it("at the operator's machine, for a port that an address is named for", () => {
    const ports = [
      { port: 22, protocol: "tcp", reason: "administration", from: ["198.51.100.9", "2001:db8::9"] },
    ] as const;
    expect(rightfulVantages({ kind: "tcp-ports", family: 4, ports: [22] }, { ...host, ports })).toEqual(["operator"]);
  });
});
