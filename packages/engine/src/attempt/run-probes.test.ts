import type { Probe } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import type { PlannedProbe } from "./plan-attempts.ts";
import { oneGreetingEach } from "./run-probes.ts";

const planned = (key: string, address: string, probe: Probe): PlannedProbe => ({
  ...{ key, address, probe, host: "db-1", vantage: "stranger" },
});
const greet = (key: string, address: string): PlannedProbe =>
  planned(key, address, { kind: "ssh-greeting", account: key, family: 4 });

describe("an address that stays silent is waited for once", () => {
  const scan = planned("scan", "198.51.100.1", { kind: "tcp-ports", family: 4, ports: "usual" });
  const probes = [greet("ada", "198.51.100.1"), greet("root", "198.51.100.1"), scan, greet("eve", "198.51.100.2")];
  const { first, later } = oneGreetingEach(probes);

  it("one greeting for each address goes first, and all that is no greeting", () => {
    expect(first.map(({ key }) => key)).toEqual(["ada", "scan", "eve"]);
  });

  it("the others come after the one at their address", () => {
    expect(later.map(({ probe, after }) => [probe.key, after.key])).toEqual([["root", "ada"]]);
  });
});
