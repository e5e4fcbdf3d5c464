import { expect, it } from "vitest";
import { type HostWanted, type Observation, theHost } from "@secondlock/model";
import type { Firewall } from "../../facts/firewall-rules.ts";
import type { SshdEffective } from "../../facts/sshd-effective.ts";
import { declaredFirewall } from "../../states/firewall-as-declared.ts";
import { exampleHost } from "../../../testing/example-host.ts";
import {
  chainOf,
  condition,
  noFirewall,
  rule,
  stockNftables,
  ufwAsItComes,
} from "../../../testing/firewall-examples.ts";
import { testControl } from "../../../testing/test-control.ts";
import { sshPortLimited } from "./ssh-port-limited.ts";

const from = (...hosts: readonly string[]): Partial<HostWanted> => ({
  ports: [{ port: 22, protocol: "tcp", reason: "administration", from: hosts }],
});
const onDemand: Partial<HostWanted> = {
  ports: [{ port: 22, protocol: "tcp", reason: "administration", from: [], onDemand: true }],
};
const behind = (firewall: Firewall, port = "22"): { sshd: SshdEffective; firewall: Firewall } => ({
  sshd: { byAccount: { ada: { port }, root: { port } } },
  firewall,
});
const ssh = [condition("protocol", "tcp"), condition("port", "22")];
const ports = (...open: readonly number[]): Observation => ({
  ...{ kind: "tcp-ports", open, refused: 0, silent: 1 - open.length, tried: 1 },
});

testControl(sshPortLimited, {
  holds: {
    "the firewall that the service file describes": {
      facts: behind(declaredFirewall(exampleHost(from("jump-1")))),
      wanted: from("jump-1"),
    },
    "closed, until it is opened on demand": {
      facts: behind(declaredFirewall(exampleHost(onDemand))),
      wanted: onDemand,
    },
    "one address, by hand, and nothing declared": {
      facts: behind({
        chains: [chainOf("input", "drop", [rule("accept", condition("source", "198.51.100.7"), ...ssh)])],
      }),
      wanted: { ports: [], portsDeclared: false },
    },
  },
  broken: {
    "Debian 12 as installed, on this machine without a file": {
      facts: behind(noFirewall),
      wanted: { ports: [], portsDeclared: false },
      because: /strangers reach port 22/,
    },
    "nftables of Debian 12, not edited": { facts: behind(stockNftables), wanted: from("jump-1") },
    "ufw allow OpenSSH": { facts: behind(ufwAsItComes), wanted: from("jump-1"), because: /strangers reach/ },
    "no firewall, and to be closed until it is opened on demand": {
      facts: behind(noFirewall),
      wanted: onDemand,
      because: /strangers reach port 22/,
    },
    "declared from anywhere": {
      facts: behind(declaredFirewall(exampleHost())),
      because: /opens port 22 to everybody/,
    },
    "a rate is no limit on who comes": {
      facts: behind({ chains: [chainOf("input", "drop", [rule("accept", ...ssh, condition("limit", "10/minute"))])] }),
      wanted: from("jump-1"),
    },
    "a second port stays open": {
      facts: {
        ...behind(declaredFirewall(exampleHost({ ports: [] }))),
        sshd: { byAccount: { root: { port: "2222\n22" } } },
      },
      wanted: { ports: [], portsDeclared: false },
      because: /22/,
    },
  },
  attempt: {
    succeeds: { "it opens": [ports(22)], "over IPv6 only": [ports(), ports(22)] },
    refused: { silence: [ports(), ports()] },
    wanted: from("jump-1"),
  },
});

it("cannot tell when a set decides that is not known", () => {
  const rules: Firewall = {
    chains: [chainOf("input", "drop", [rule("accept", condition("source", "@admins"), ...ssh)])],
  };
  const verdict = sshPortLimited.verdict(behind(rules), exampleHost(from("jump-1")), theHost);
  expect(verdict).toMatchObject({ inside: "unreadable" });
});

it("proves nothing from a place that meets silence everywhere", () => {
  const { attempt } = sshPortLimited;
  if ("none" in attempt) throw new Error("there is an attempt");
  const web = { port: 443, protocol: "tcp", reason: "the shop itself", from: "anywhere" } as const;
  const wanted = exampleHost({ ports: [...(from("jump-1").ports ?? []), web] });
  const judged = (observation: Observation): string => {
    const probes = attempt.probes(wanted, theHost, "stranger");
    const seen = probes.map((probe) => ({ probe, address: "203.0.113.7", observation }));
    return attempt.judge(seen, { wanted, instance: theHost, vantage: "stranger" }).outside;
  };
  expect([judged(ports()), judged(ports(443)), judged(ports(22, 443))]).toEqual([
    "inconclusive",
    "refused",
    "succeeded",
  ]);
});

it("is not tried from a host that may come in", () => {
  const { attempt } = sshPortLimited;
  if ("none" in attempt) throw new Error("there is an attempt");
  const wanted = exampleHost(from("jump-1"));
  expect(attempt.probes(wanted, theHost, "host:jump-1")).toEqual([]);
  expect(attempt.probes(wanted, theHost, "host:db-1")).not.toEqual([]);
});
