import type { Change } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { exampleDatabaseHost, exampleHost } from "../../testing/example-host.ts";
import { asDeclared, chainOf, condition, noFirewall, rule, ufwAsItComes } from "../../testing/firewall-examples.ts";
import type { Firewall } from "../facts/firewall-rules.ts";
import type { FirewallSaved } from "../facts/firewall-saved.ts";
import { firewallAsDeclared } from "./firewall-as-declared.ts";
import { firewallKept } from "./firewall-kept.ts";

const ufw: Firewall = { ...ufwAsItComes, manager: "ufw" };
const ufwSaved: FirewallSaved = { enabled: ["ufw"], ufwOn: true, atStart: { known: true, value: noFirewall } };
const takesOver = exampleHost({ firewall: "nftables" });

function changes(wanted: ReturnType<typeof exampleHost>, value: Firewall, saved: FirewallSaved): readonly Change[] {
  const [rules, kept] = [firewallAsDeclared(wanted), firewallKept(wanted)];
  return [...(rules.bring?.(rules.settings, value) ?? []), ...(kept.bring?.(kept.settings, saved) ?? [])];
}

function names(all: readonly Change[]): readonly string[] {
  return all.map((one) => {
    if (one.kind === "file" || one.kind === "modes") return one.path;
    if (one.kind === "unit") return `${one.unit} ${one.enabled ? "on" : "off"}, ${one.active ? "runs" : "stops"}`;
    if (one.kind === "package") return one.package;
    return one.kind === "account" ? one.account : one.kind;
  });
}

const ours = [
  "nftables",
  "/etc/secondlock/firewall.nft",
  "/etc/systemd/system/secondlock-firewall.service",
  "secondlock-firewall.service on, runs",
];

describe("a host without a firewall", () => {
  const saved: FirewallSaved = { enabled: [], ufwOn: false, atStart: { known: true, value: noFirewall } };
  it("gets our table, and the unit that loads it", () => {
    expect(names(changes(exampleHost(), noFirewall, saved))).toEqual(ours);
    const [, file] = changes(exampleHost(), noFirewall, saved);
    expect(file).toMatchObject({ kind: "file", mode: 0o600, enforceMode: true, reload: "nftables" });
  });
  it("has the unit loaded before the network, and nothing that takes the table away at the end", () => {
    const unit = changes(exampleHost(), noFirewall, saved)[2];
    const text = unit?.kind === "file" ? (unit.content(undefined) ?? "") : "";
    expect(text).toContain("Before=network-pre.target\n");
    expect(text).toContain("ExecStop=-/usr/sbin/nft delete table inet secondlock\n");
    expect(text).not.toMatch(/flush ruleset|Conflicts/);
  });
});

describe("ufw", () => {
  it("stays in charge, and the text says what its rules lack", () => {
    expect(changes(exampleHost(), ufw, ufwSaved)).toEqual([]);
    expect(firewallAsDeclared(exampleHost()).settle(ufw)).toBe(ufw);
    expect(firewallKept(exampleHost()).settle(ufwSaved)).toBe(ufwSaved);
    expect(firewallAsDeclared(exampleHost()).notes?.(ufw)).toEqual([
      expect.stringMatching(
        /^ufw stays in charge of the firewall: it drops what is declared: 80\/tcp, 443\/tcp; it opens to everybody what is not declared so: 2222\/tcp\. /,
      ),
    ]);
  });

  it("gives way where the service file says so: ours is loaded first, and its switch is off at the next start", () => {
    const all = changes(takesOver, ufw, ufwSaved);
    expect(names(all)).toEqual([...ours, "/etc/ufw/ufw.conf"]);
    const last = all.at(-1);
    expect(last?.kind === "file" && last.content("# a comment\nENABLED=yes\nLOGLEVEL=low\n")).toBe(
      "# a comment\nENABLED=no\nLOGLEVEL=low\n",
    );
    expect(firewallKept(takesOver).settle(ufwSaved)).toMatchObject({ enabled: ["secondlock", "ufw"], ufwOn: false });
    const settled = firewallAsDeclared(takesOver).settle(ufw);
    expect(settled.manager).toBeUndefined();
    expect(settled.chains.slice(0, ufw.chains.length)).toEqual(ufw.chains);
  });
});

describe("other rules", () => {
  it("firewalld and saved iptables rules are only switched off for the next start, never stopped", () => {
    const saved: FirewallSaved = { ...ufwSaved, enabled: ["netfilter-persistent", "firewalld"], ufwOn: false };
    expect(names(changes(takesOver, noFirewall, saved))).toEqual([
      ...ours,
      "netfilter-persistent.service off, runs",
      "firewalld.service off, runs",
    ]);
    expect(firewallKept(takesOver).settle(saved)).toMatchObject({ enabled: ["secondlock"] });
  });

  it("of Docker and fail2ban stay, and ours stand beside them", () => {
    const docker = chainOf("FORWARD", "drop", [], { table: "ip filter" });
    const beside: Firewall = {
      chains: [
        docker,
        chainOf("forward", "accept", [], { table: "ip nat", name: "DOCKER" }),
        chainOf("input", "accept", [rule("reject", condition("source", "192.0.2.1"))], { table: "inet f2b-table" }),
      ],
    };
    const state = firewallAsDeclared(exampleHost({ allow: ["docker"] }));
    expect(state.settle(beside).chains.slice(0, 3)).toEqual(beside.chains);
    expect(state.notes?.(beside)).toEqual([
      "Docker, fail2ban: the rules stay as they are; those of Secondlock stand before them, in a table of their own.",
      "What these chains drop stays dropped, whatever the service file opens: ip filter FORWARD.",
    ]);
    expect(state.notes?.(asDeclared)).toEqual([]);
  });

  it("of nftables.service stand beside ours at the start too, and the text says how they go", () => {
    const saved: FirewallSaved = { ...ufwSaved, enabled: ["nftables"], ufwOn: false };
    expect(names(changes(exampleHost(), noFirewall, saved))).toEqual(ours);
    expect(firewallKept(exampleHost()).settle(saved)).toMatchObject({ enabled: ["secondlock", "nftables"] });
    expect(firewallKept(exampleHost()).notes?.(saved)).toEqual([expect.stringMatching(/^nftables goes on loading/)]);
  });
});

it("says of which host no address is known", () => {
  const wanted = exampleDatabaseHost({ neighbours: [{ id: "app-1", addresses: [] }] });
  expect(firewallAsDeclared(wanted).text).toMatch(/nothing opens for app-1, of which no literal address is known/);
  expect(firewallAsDeclared(exampleDatabaseHost()).text).not.toContain("app-1");
});
