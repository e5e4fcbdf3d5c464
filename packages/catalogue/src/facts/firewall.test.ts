import type { HostWanted } from "@secondlock/model";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asDeclared,
  iptablesForIpv4Only,
  noFirewall,
  printed,
  save,
  stockNftables,
  ufwAsItComes,
} from "../../testing/firewall-examples.ts";
import { exampleHost } from "../../testing/example-host.ts";
import { recordedNft, recordedSaves } from "../../testing/firewall-recordings.ts";
import { declaredFirewall } from "../states/firewall-as-declared.ts";
import { firewall, parseFirewall } from "./firewall.ts";
import { openings, unnamedPort, wayIn } from "./firewall-openings.ts";
import { foreignRules, missingIcmpv6, reachesMetadata } from "./firewall-verdict.ts";
import { isDropped } from "./firewall-walk.ts";

function parsed(nft: string, iptables = save({})): ReturnType<typeof parseFirewall> {
  return parseFirewall({ nft: printed(nft), iptables: printed(iptables) });
}

function ports(nft: string, family: 4 | 6): readonly string[] {
  const reading = parsed(nft);
  return reading.known
    ? openings(reading.value, family).map(({ port, protocol }) => `${port}/${protocol}`)
    : ["unreadable"];
}

/** A ruleset that drops, but for one rule, as nft 1.0.6 prints it. */
function only(...expr: readonly unknown[]): string {
  const [family, table] = ["inet", "f"];
  const chain = { family, table, name: "i", type: "filter", hook: "input", prio: 0, policy: "drop" };
  return JSON.stringify({
    nftables: [{ chain }, { rule: { family, table, chain: "i", expr: [...expr, { accept: null }] } }],
  });
}
const match = (op: string, protocol: string, field: string, right: unknown) => ({
  match: { op, left: { payload: { protocol, field } }, right },
});

describe("firewall", () => {
  it.each([
    ["tcp dport > 1024", only(match(">", "tcp", "dport", 1024))],
    ["tcp dport >= 30000", only(match(">=", "tcp", "dport", 30_000))],
    ["ip saddr < 128.0.0.0", only(match("<", "ip", "saddr", "128.0.0.0"))],
    ["ip saddr 1.0.0.0-223.255.255.255", only(match("==", "ip", "saddr", { range: ["1.0.0.0", "223.255.255.255"] }))],
  ])("what %s lets in is not dropped", (_rule, nft) => {
    const reading = parsed(nft);
    expect(reading.known && isDropped(reading.value, { hook: "input", family: 4, protocol: "tcp", port: 41_000 })).toBe(
      false,
    );
  });

  it.each([
    ["tcp dport < 1024", only(match("<", "tcp", "dport", 1024))],
    ["ip saddr 10.0.0.1-10.0.0.9", only(match("==", "ip", "saddr", { range: ["10.0.0.1", "10.0.0.9"] }))],
  ])("%s is a narrow rule", (_rule, nft) => {
    const reading = parsed(nft);
    expect(reading.known && isDropped(reading.value, { hook: "input", family: 4, protocol: "tcp", port: 41_000 })).toBe(
      true,
    );
  });

  const meta = (key: string, right: unknown) => ({ match: { op: "==", left: { meta: { key } }, right } });
  const ct = (key: string, right: unknown) => ({ match: { op: "in", left: { ct: { key } }, right } });
  const raw = {
    family: "ip",
    table: "raw",
    name: "p",
    type: "filter",
    hook: "prerouting",
    prio: -300,
    policy: "accept",
  };
  const untracking = {
    nftables: [
      { chain: raw },
      { rule: { family: "ip", table: "raw", chain: "p", expr: [match("==", "tcp", "dport", 9), { notrack: null }] } },
      ...(JSON.parse(only(ct("state", "untracked"))) as { nftables: unknown[] }).nftables,
    ],
  };
  it.each([
    ["ct status dnat", only(ct("status", "dnat")), false],
    ["ct state untracked, and a notrack rule", JSON.stringify(untracking), false],
    ["ct state untracked, and no notrack rule", only(ct("state", "untracked")), true],
    ["iifname lo", only(meta("iifname", "lo")), true],
    ["iifname lo0", only(meta("iifname", "lo0")), false],
    ["iifname br-0123456789ab, of Docker", only(meta("iifname", "br-0123456789ab")), true],
    ["iifname br-lan", only(meta("iifname", "br-lan")), false],
    [
      "tcp dport . ip saddr != 22 . 10.0.0.1",
      only({
        match: {
          op: "!=",
          left: {
            concat: [{ payload: { protocol: "tcp", field: "dport" } }, { payload: { protocol: "ip", field: "saddr" } }],
          },
          right: { concat: [41_000, "10.0.0.1"] },
        },
      }),
      false,
    ],
  ])("%s accept", (_rule, nft, dropped) => {
    const reading = parsed(nft);
    expect(reading.known && isDropped(reading.value, { hook: "input", family: 4, protocol: "tcp", port: 41_000 })).toBe(
      dropped,
    );
  });

  it("reads what nft 1.0.6 prints of most kinds of rules", () => {
    const four = ports(recordedNft.everyKind, 4);
    expect(four).toEqual(
      expect.arrayContaining([
        "22/tcp",
        "443/tcp",
        "8001/tcp",
        "3000/tcp",
        "9000/tcp",
        "9100/tcp",
        "25/tcp",
        "53/tcp",
        "53/udp",
      ]),
    );
    expect(four).not.toContain("5432/tcp");
    expect(four).not.toContain("99/tcp");
    // the source that a rule wants is looked up in its set
    const reading = parsed(recordedNft.everyKind);
    expect(reading.known && wayIn(reading.value, "input", 4)).toBeUndefined();
    expect(reading.known && missingIcmpv6(reading.value)).toEqual([]);
    expect(reading.known && foreignRules(reading.value, exampleHost())).toEqual([
      expect.stringContaining("443 dnat"),
      expect.stringContaining("9 notrack"),
    ]);
  });

  it("takes the words of iptables where nft cannot spell out its rules", () => {
    expect(wayIn(iptablesForIpv4Only, "input", 4)).toBeUndefined();
    expect(wayIn(iptablesForIpv4Only, "input", 6)).toMatchObject({ certain: true });
    expect(openings(iptablesForIpv4Only, 4).map(({ port }) => port)).toEqual([22, 3000]);
    expect(isDropped(iptablesForIpv4Only, { hook: "input", family: 4, protocol: "tcp", port: 3306 })).toBe(true);
  });

  it("reads ufw as it comes", () => {
    expect(openings(ufwAsItComes, 4).map(({ port, protocol }) => `${port}/${protocol}`)).toEqual([
      "22/tcp",
      "2222/tcp",
      "68/udp",
    ]);
    expect(wayIn(ufwAsItComes, "input", 6)).toBeUndefined();
    expect(missingIcmpv6(ufwAsItComes)).toEqual([]);
  });

  it("reads the older kernel's tables beside those of nft", () => {
    const reading = parsed(
      '{"nftables":[]}',
      save({ "iptables nft": "", "iptables legacy": recordedSaves.iptablesOnly, "ip6tables nft": "" }),
    );
    expect(reading.known && wayIn(reading.value, "input", 4)).toBeUndefined();
    expect(reading.known && wayIn(reading.value, "input", 6)).toMatchObject({ certain: true });
  });

  it("knows Debian 12 as installed, with and without nftables.service", () => {
    expect(wayIn(noFirewall, "input", 4)).toMatchObject({ certain: true });
    expect(wayIn(stockNftables, "forward", 6)).toMatchObject({ certain: true });
  });

  it("settles on what nft prints after the declared rules are loaded", () => {
    const ports: HostWanted["ports"] = [
      { port: 22, protocol: "tcp", reason: "administration", from: [], onDemand: true },
      { port: 80, protocol: "tcp", reason: "redirect to 443", from: "anywhere" },
      { port: 443, protocol: "tcp", reason: "the shop itself", from: "anywhere", to: 3003 },
      { port: 5432, protocol: "tcp", reason: "data", from: ["app-2", "app-3"] },
    ];
    const neighbours = [
      { id: "app-2", addresses: ["203.0.113.8", "10.0.0.9", "2001:db8::8", "2001:db8:0:1::"] },
      { id: "app-3", addresses: [] },
    ];
    const to = ["203.0.113.9", "app-2"];
    const outbound = { mode: "enforce", ports: [{ port: 587, protocol: "tcp", reason: "mail", to }] } as const;
    const wanted = exampleHost({ ports, neighbours, outbound, allow: ["docker"] });
    expect(parsed(recordedNft.declared)).toEqual({ known: true, value: declaredFirewall(wanted) });
  });

  it("judges the declared rules as the kernel does", () => {
    const shop = { port: 443, protocol: "tcp", reason: "the shop", from: "anywhere", to: 3003 } as const;
    const rules = declaredFirewall(
      exampleHost({ ports: [shop], allow: ["docker"], outbound: { mode: "enforce", ports: [] } }),
    );
    expect(wayIn(rules, "input", 4) ?? wayIn(rules, "forward", 6) ?? wayIn(rules, "output", 4)).toBeUndefined();
    expect(missingIcmpv6(rules)).toEqual([]);
    expect(reachesMetadata(rules)).toBe(false);
    expect(foreignRules(rules, exampleHost({ ports: [shop] }))).toEqual([]);
    // who comes to the application's port directly was not redirected
    expect(isDropped(rules, { hook: "input", family: 6, protocol: "tcp", port: 3003 })).toBe(true);
  });

  it("tells who is in charge, and puts our own table last", () => {
    const raw = { nft: printed(recordedNft.declared), iptables: printed(save({ "iptables nft": recordedSaves.ufw4 })) };
    const units = printed("ufw.service enabled enabled\n");
    const reading = firewall.parse({ ...raw, units, ufw: printed("ENABLED=yes\n") }, exampleHost());
    expect(reading).toMatchObject({ known: true, value: { manager: "ufw" } });
    expect(reading.known && reading.value.chains.at(-1)?.table).toBe("inet secondlock");
    const off = firewall.parse({ ...raw, units, ufw: printed("ENABLED=no\n") }, exampleHost());
    expect(off.known && off.value.manager).toBeUndefined();
    const firewalld = printed("firewalld.service enabled enabled\n");
    expect(firewall.parse({ ...raw, units: firewalld, ufw: printed("") }, exampleHost())).toMatchObject({
      value: { manager: "firewalld" },
    });
  });

  it("does not take silence for rules", () => {
    expect(parsed("").known).toBe(false);
    expect(parsed('{"nftables":[]}', "").known).toBe(false);
    expect(parsed('{"nftables":[]}', save({ unreadable: "" })).known).toBe(false);
    expect(parseFirewall({ nft: printed("Operation not permitted", 1), iptables: printed(save({})) }).known).toBe(
      false,
    );
    // neither program is there, so nothing has ever loaded a rule
    expect(parseFirewall({ nft: printed("", 127), iptables: printed(save({})) })).toEqual({
      known: true,
      value: { chains: [] },
    });
  });

  it("walks a ruleset that jumps in circles to an end", () => {
    const circle = [":INPUT DROP [0:0]", ":A - [0:0]", "-A INPUT -j A", "-A A -j A", "-A A -j A", "COMMIT"].join("\n");
    const reading = parsed('{"nftables":[]}', save({ "iptables legacy": `*filter\n${circle}\n` }));
    expect(reading.known && wayIn(reading.value, "input", 4)).toBeDefined();
  });

  it("never throws, whatever is printed", () => {
    const json = fc.json({ maxDepth: 6 });
    const expression = fc.record({
      expr: fc.array(fc.jsonValue()),
      chain: fc.constant("input"),
      table: fc.constant("t"),
      family: fc.constant("inet"),
    });
    const ruleset = fc
      .array(fc.oneof(fc.record({ rule: expression }), fc.jsonValue()))
      .map((nftables) => JSON.stringify({ nftables }));
    const lines = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          "*filter",
          ":INPUT DROP [0:0]",
          "-A INPUT -p tcp -m multiport --dports 1,2:3 -j X",
          "-A INPUT ! -i",
          ":X - [0:0]",
          "-A X -j INPUT",
        ),
      ),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), json, ruleset), lines, (nft, words) => {
        const reading = parsed(nft, save({ "iptables legacy": words.join("\n") }));
        if (!reading.known) return;
        expect(unnamedPort(reading.value)).toBeGreaterThan(0);
        expect(openings(reading.value, 4).length).toBeLessThanOrEqual(1024);
      }),
    );
    expect(parsed(recordedNft.everyKind.slice(0, 900)).known).toBe(false);
    expect(asDeclared.chains.length).toBe(3);
  });
});
