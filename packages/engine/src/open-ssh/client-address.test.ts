import { describe, expect, it } from "vitest";
import type { HostWanted } from "@secondlock/model";
import type { Ran, Target } from "../targets/target.ts";
import { canBeOpened, clientAddress, closesOwnLogin } from "./client-address.ts";

const target = (ran: Ran): Target => ({
  ...{ id: "app-1", reached: "ssh app-1", close: () => Promise.resolve() },
  connect: () => Promise.resolve({ connected: true }),
  run: () => Promise.resolve(ran),
});
const said = (text: string): Ran => ({
  ...{ state: "ended", stdout: Buffer.from(text), stderr: "", status: 0, cut: false },
});

describe("the address that a login comes from", () => {
  it.each<readonly [string, Ran, string | undefined]>([
    ["behind a greeting", said("Welcome\n\nclient 203.0.113.7\n"), "203.0.113.7"],
    ["of IPv6", said("client 2001:db8::7\n"), "2001:db8::7"],
    ["no connection of sshd's", said("client \n"), undefined],
    ["something else", said("client 1.2.3.4 }; id\n"), undefined],
    ["no connection", { state: "failed", because: "gone", hint: "" }, undefined],
  ])("%s", async (_name, ran, address) => expect(await clientAddress(target(ran), undefined)).toBe(address));
});

describe("a firewall that closes SSH", () => {
  const host = (from: readonly string[], more: Partial<HostWanted> = {}): HostWanted => ({
    ...{ id: "app-1", role: "app", ssh: { user: "ada", address: "a", port: 22 }, addresses: [], privateAddresses: [] },
    ...{ ports: [{ port: 22, protocol: "tcp", reason: "administration", from, onDemand: true }], portsDeclared: true },
    ...{ databases: [], admins: [], peopleDeclared: false, neighbours: [], allow: [], sites: [], ...more },
  });

  it("closes it to the operator too, unless the login jumps", () => {
    expect(closesOwnLogin(host([]))).toBe(true);
    expect(closesOwnLogin(host(["db-1"], { via: "db-1" }))).toBe(false);
    expect(closesOwnLogin(host([], { ssh: { user: "ada", address: "a", port: 2222 } }))).toBe(false);
    expect(closesOwnLogin(host([], { ports: [] }))).toBe(false);
  });

  it("needs a host that stays a way in, or a console", () => {
    expect(canBeOpened(host([]))).toBe(false);
    expect(canBeOpened(host(["db-1"]))).toBe(true);
    expect(canBeOpened(host([], { vendor: "cloud" }))).toBe(true);
    expect(canBeOpened(host([], { allow: ["console-recovery"] }))).toBe(true);
  });
});
