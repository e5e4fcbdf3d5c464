import type { Fact, HostWanted, Look } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { exampleDatabaseHost, exampleHost } from "../../testing/example-host.ts";
import { noFirewall, ufwAsItComes } from "../../testing/firewall-examples.ts";
import type { Firewall } from "../facts/firewall-rules.ts";
import { type Listener, listeners } from "../facts/listeners.ts";
import { declaredFirewall, firewallAsDeclared } from "./firewall-as-declared.ts";

const socket = (port: number, program: string, more: Partial<Listener> = {}): Listener => ({
  ...{ protocol: "tcp", address: "0.0.0.0", port, programs: program === "" ? [] : [program] },
  ...more,
});

function costsNow(wanted: HostWanted, value: Firewall, found: readonly Listener[] | undefined): readonly string[] {
  const look: Look = <U>({ id }: Fact<U>) => (id === listeners.id ? (found as U) : undefined);
  return firewallAsDeclared(wanted).costsNow?.(value, look) ?? ["nothing is told"];
}

const open = [
  socket(22, "sshd"),
  socket(8080, "java", { address: "::" }),
  socket(5432, "postgres"),
  socket(5432, "postgres", { address: "::" }),
  socket(6379, "systemd", { unit: "listener-6379.socket" }),
  socket(9999, ""),
  socket(5353, "avahi-daemon", { protocol: "udp" }),
  socket(3306, "mariadbd", { address: "127.0.0.1" }),
  socket(68, "systemd-network", { protocol: "udp" }),
];

describe("what the firewall ends", () => {
  it("is each port that answers now and is not declared, by its number with its program", () => {
    expect(costsNow(exampleHost(), noFirewall, open)).toEqual([
      "These ports answer now and will not: 5353/udp (avahi-daemon), 5432 (postgres), 6379 (listener-6379.socket), 8080 (java), 9999 (a program without a name).",
    ]);
  });

  it("is nothing that is declared for some, nor the port that another is redirected to", () => {
    const [told = ""] = costsNow(exampleDatabaseHost(), noFirewall, open);
    expect(told).toContain("8080 (java)");
    expect(told).not.toContain("5432");
    const to = { port: 443, protocol: "tcp", reason: "the shop", from: "anywhere", to: 8080 } as const;
    expect(costsNow(exampleHost({ ports: [to] }), noFirewall, open)[0]).not.toContain("8080");
  });

  it("is nothing where our rules stand already, where others stay in charge, or where nothing was read", () => {
    expect(costsNow(exampleHost(), declaredFirewall(exampleHost()), open)).toEqual([]);
    expect(costsNow(exampleHost(), { ...ufwAsItComes, manager: "ufw" }, open)).toEqual([]);
    expect(costsNow(exampleHost(), noFirewall, undefined)).toEqual([]);
  });
});

describe("what answers afterwards", () => {
  it("is told with whom it answers, and with the port of the login also where none is declared", () => {
    expect(firewallAsDeclared(exampleDatabaseHost()).costs).toMatch(
      /^Of all ports only these answer: 22 \(to app-1 only\), 5432 \(to app-1 only\)\. /,
    );
    expect(firewallAsDeclared(exampleHost({ ports: [] })).costs).toMatch(/^Of all ports only these answer: 22\. /);
  });
});
