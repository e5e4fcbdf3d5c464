import type { Probe } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import type { PlannedProbe } from "./plan-attempts.ts";
import { oneGreetingEach, sinceItSpoke } from "./run-probes.ts";

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

describe("silence after an answer", () => {
  const closed = { kind: "closed", because: "nothing answers" } as const;
  const greeting: Probe = { kind: "ssh-greeting", account: "root", family: 4 };

  it("is no refusal where sshd spoke in the same run: the operator may be banned", () => {
    expect(sinceItSpoke(closed, greeting, "OpenSSH_9.2p1")).toMatchObject({ kind: "failed" });
  });

  it("is a closed port where nothing ever spoke, and for what is not SSH", () => {
    expect(sinceItSpoke(closed, greeting, "")).toBe(closed);
    expect(
      sinceItSpoke(closed, { kind: "tls-hello", port: 443, host: "x", version: "TLSv1", family: 4 }, "OpenSSH_9.2p1"),
    ).toBe(closed);
  });
});
