import type { HostWanted, PortWanted } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { exampleDatabaseHost, exampleHost } from "../../testing/example-host.ts";
import { tableText } from "./firewall-table.ts";

const head = `# Managed by Secondlock, made of the service file. No other table is touched.
table inet secondlock
delete table inet secondlock
table inet secondlock {
`;
const always = `    iifname "lo" accept
    ip saddr 127.0.0.0/8 drop
    ip6 saddr ::1 drop
    ct state invalid drop
    ct state { established, related } accept
    icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept
    ip6 saddr fe80::/10 icmpv6 type mld-listener-query accept
    meta nfproto ipv4 udp sport 67 udp dport 68 accept
    ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept
`;
const input = `  chain input {
    type filter hook input priority filter - 10; policy drop;
${always}`;
const forward = `  }
  chain forward {
    type filter hook forward priority filter - 10; policy drop;
  }
`;
const metadata = `    ip daddr 169.254.169.254 tcp dport 80 meta skuid != root drop
    ip6 daddr fd00:ec2::254 tcp dport 80 meta skuid != root drop
`;
const output = `  chain output {
    type filter hook output priority filter - 10; policy accept;
${metadata}  }
}
`;
const ssh: PortWanted = { port: 22, protocol: "tcp", reason: "administration", from: "anywhere" };

/** The lines of one chain, without its first. */
function chain(name: string, changes: Partial<HostWanted>): readonly string[] {
  const text = tableText(exampleHost(changes));
  const [, body = ""] = new RegExp(`  chain ${name} \\{\\n(.*?)  \\}\\n`, "s").exec(text) ?? [];
  return body
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

describe("the table", () => {
  it("of the application's host", () => {
    expect(tableText(exampleHost())).toBe(
      `${head}${input}    tcp dport 22 accept\n    tcp dport 80 accept\n    tcp dport 443 accept\n${forward}${output}`,
    );
  });

  it("of the database's host: its ports open to the application's host, whose addresses are in the sets", () => {
    expect(tableText(exampleDatabaseHost())).toBe(
      `${head}  set from_app_1_v4 { type ipv4_addr; elements = { 10.0.0.2, 203.0.113.7 } }
  set from_app_1_v6 { type ipv6_addr; elements = { 2001:db8::7 } }
${input}    ip saddr @from_app_1_v4 tcp dport 22 accept
    ip6 saddr @from_app_1_v6 tcp dport 22 accept
    ip saddr @from_app_1_v4 tcp dport 5432 accept
    ip6 saddr @from_app_1_v6 tcp dport 5432 accept
${forward}${output}`,
    );
  });

  it("leaves the sets of a host empty of which only a name is known", () => {
    const text = tableText(exampleDatabaseHost({ neighbours: [{ id: "app-1", addresses: [] }] }));
    expect(text).toContain("  set from_app_1_v4 { type ipv4_addr; }\n  set from_app_1_v6 { type ipv6_addr; }\n");
  });

  it("opens a database over the private network alone, where both hosts have one, and SSH over both", () => {
    const app = { id: "app-1", addresses: ["203.0.113.7", "10.0.0.2"], privateAddresses: ["10.0.0.2"] };
    const text = tableText(exampleDatabaseHost({ neighbours: [app] }));
    expect(text).toContain("set from_app_1_v4 { type ipv4_addr; elements = { 10.0.0.2, 203.0.113.7 } }");
    expect(text).toContain("set from_app_1_private_v4 { type ipv4_addr; elements = { 10.0.0.2 } }");
    expect(text).toContain("ip saddr @from_app_1_v4 tcp dport 22 accept");
    expect(text).toContain("ip saddr @from_app_1_private_v4 tcp dport 5432 accept");
    const outside = tableText(exampleDatabaseHost({ neighbours: [app], privateAddresses: [] }));
    expect(outside).toContain("ip saddr @from_app_1_v4 tcp dport 5432 accept");
  });

  it("opens a port to a literal address, over its own family", () => {
    const text = tableText(exampleHost({ ports: [{ ...ssh, from: ["198.51.100.9"] }] }));
    expect(text).toContain("set from_198_51_100_9_v4 { type ipv4_addr; elements = { 198.51.100.9 } }");
    expect(text).toContain("set from_198_51_100_9_v6 { type ipv6_addr; }");
  });

  it("tells hosts apart whose names differ in a sign only", () => {
    const ports = [{ ...ssh, from: ["app-1", "app.1"] }];
    const neighbours = [
      { id: "app-1", addresses: ["10.0.0.2"] },
      { id: "app.1", addresses: ["10.0.0.9"] },
    ];
    expect(tableText(exampleHost({ ports, neighbours }))).toContain(
      "set from_app_1__2_v4 { type ipv4_addr; elements = { 10.0.0.9 } }",
    );
  });

  it("opens the administrator's own port when no port is declared", () => {
    expect(chain("input", { ports: [], portsDeclared: false }).at(-1)).toBe("tcp dport 22 accept");
  });

  it("redirects, and opens the application's port to nobody else", () => {
    const ports: readonly PortWanted[] = [
      ssh,
      { port: 80, protocol: "tcp", reason: "to https", from: "anywhere", to: 3000 },
      { port: 443, protocol: "tcp", reason: "the shop", from: "anywhere", to: 3003 },
    ];
    expect(tableText(exampleHost({ ports }))).toBe(
      `${head}  chain prerouting {
    type nat hook prerouting priority dstnat; policy accept;
    fib daddr type local tcp dport 80 redirect to :3000
    fib daddr type local tcp dport 443 redirect to :3003
  }
${input}    tcp dport 22 accept
    tcp dport 3000 ct status dnat ct original proto-dst 80 accept
    tcp dport 3003 ct status dnat ct original proto-dst 443 accept
${forward}${output}`,
    );
  });

  it("closes a port on demand, but for what is in the sets just now", () => {
    const text = tableText(exampleHost({ ports: [{ ...ssh, from: [], onDemand: true }] }));
    expect(text).toBe(
      `${head}  set admin_now_v4 { type ipv4_addr; flags timeout; }
  set admin_now_v6 { type ipv6_addr; flags timeout; }
${input}    ip saddr @admin_now_v4 tcp dport 22 accept
    ip6 saddr @admin_now_v6 tcp dport 22 accept
${forward}${output}`,
    );
  });

  it("goes on letting in the hosts that are named beside a port on demand", () => {
    const neighbours = [{ id: "jump-1", addresses: ["198.51.100.9"] }];
    const wanted = { neighbours, ports: [{ ...ssh, from: ["jump-1"], onDemand: true as const }] };
    expect(chain("input", wanted).filter((line) => line.includes("dport 22"))).toEqual([
      "ip saddr @from_jump_1_v4 tcp dport 22 accept",
      "ip6 saddr @from_jump_1_v6 tcp dport 22 accept",
      "ip saddr @admin_now_v4 tcp dport 22 accept",
      "ip6 saddr @admin_now_v6 tcp dport 22 accept",
    ]);
  });

  it("passes on to Docker's containers what asked for a declared port", () => {
    expect(chain("forward", { allow: ["docker"] })).toEqual([
      "type filter hook forward priority filter - 10; policy drop;",
      "ct state invalid drop",
      "ct state { established, related } accept",
      'iifname "docker0" accept',
      'iifname "br-*" accept',
      "ct status dnat meta l4proto tcp ct original proto-dst 22 accept",
      "ct status dnat meta l4proto tcp ct original proto-dst 80 accept",
      "ct status dnat meta l4proto tcp ct original proto-dst 443 accept",
    ]);
  });

  it("passes on everything on a router", () => {
    expect(chain("forward", { allow: ["router"] })).toEqual([
      "type filter hook forward priority filter - 10; policy accept;",
      "ct state invalid drop",
    ]);
  });

  it.each(["learn", "enforce"] as const)("what goes out, mode %s", (mode) => {
    const outbound: NonNullable<HostWanted["outbound"]> = {
      mode,
      ports: [
        { port: 587, protocol: "tcp", reason: "mail relay", to: ["203.0.113.9", "2001:db8::9"] },
        { port: 443, protocol: "tcp", reason: "payments", to: "anywhere" },
        { port: 5432, protocol: "tcp", reason: "data", to: ["db-1", "named-only"] },
      ],
    };
    const neighbours = [
      { id: "db-1", addresses: ["198.18.0.3", "10.0.0.3"] },
      { id: "named-only", addresses: [] },
    ];
    expect(chain("output", { outbound, neighbours })).toEqual([
      `type filter hook output priority filter - 10; policy ${mode === "learn" ? "accept" : "drop"};`,
      "ip daddr 169.254.169.254 tcp dport 80 meta skuid != root drop",
      "ip6 daddr fd00:ec2::254 tcp dport 80 meta skuid != root drop",
      'oifname "lo" accept',
      "ct state { established, related } accept",
      "meta l4proto { icmp, ipv6-icmp } accept",
      "udp dport { 53, 123 } accept",
      "tcp dport 53 accept",
      "meta nfproto ipv4 udp sport 68 udp dport 67 accept",
      "meta nfproto ipv6 udp sport 546 udp dport 547 accept",
      "meta skuid { root, _apt } tcp dport { 80, 443 } accept",
      "ip daddr 203.0.113.9 tcp dport 587 accept",
      "ip6 daddr 2001:db8::9 tcp dport 587 accept",
      "tcp dport 443 accept",
      "ip daddr { 10.0.0.3, 198.18.0.3 } tcp dport 5432 accept",
      'ct state new limit rate 30/minute burst 60 packets log prefix "secondlock-out " flags skuid',
    ]);
  });
});
