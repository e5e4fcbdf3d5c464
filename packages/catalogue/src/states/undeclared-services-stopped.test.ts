import { describe, expect, it } from "vitest";
import { brought } from "../../testing/brought.ts";
import { exampleHost } from "../../testing/example-host.ts";
import type { Listener } from "../facts/listeners.ts";
import { undeclaredServicesStopped } from "./undeclared-services-stopped.ts";

const host = exampleHost();
const state = undeclaredServicesStopped(host);
const at = (port: number, unit: string, account = "root"): Listener => ({
  ...{ protocol: "tcp", address: "0.0.0.0", port, programs: ["x"], unit, account },
});
const stops = (...sockets: readonly Listener[]): readonly unknown[] =>
  brought([state], sockets).map((change) => (change.kind === "unit" ? change.unit : change.kind));

describe("services that nobody declared", () => {
  it("are stopped, each once, and named with their ports", () => {
    const redis = [at(6379, "redis.service", "redis"), at(16_379, "redis.service", "redis")];
    expect(brought([state], redis)).toEqual([{ kind: "unit", unit: "redis.service", enabled: false, active: false }]);
    expect(state.notes?.(redis)).toEqual([
      "redis.service answers on 6379/tcp, 16379/tcp: declare the port with its reason, or let secondlock harden app-1 --only ports-as-declared stop it.",
    ]);
    expect(state.asks).toBe(true);
  });

  it("are stopped on a host without an application, also where systemd itself holds the socket", () => {
    const { application: _none, ...bare } = host;
    const socket: Listener = {
      protocol: "tcp",
      address: "::",
      port: 6379,
      programs: ["systemd"],
      unit: "redis.socket",
    };
    expect(brought([undeclaredServicesStopped(bare)], [socket])).toEqual([
      { kind: "unit", unit: "redis.socket", enabled: false, active: false },
    ]);
  });

  it.each([
    ["one that answers on a declared port too", [at(443, "nginx.service"), at(8081, "nginx.service")]],
    ["the application itself", [at(3000, "shop.service", host.application?.user ?? "nobody")]],
    ["what the host cannot do without", [at(5355, "systemd-resolved.service"), at(2375, "docker.service")]],
    ["what has no unit", [{ protocol: "tcp", address: "::", port: 9000, programs: ["php"] } as const]],
    ["what only the host itself reaches", [{ ...at(6379, "redis.service"), address: "127.0.0.1" }]],
  ])("are left to a person: %s", (_name, sockets) => {
    expect(stops(...sockets)).toEqual([]);
  });
});
