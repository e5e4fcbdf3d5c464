import { describe, expect, it } from "vitest";
import type { HostWanted, PersonWanted, ServiceWanted } from "@secondlock/model";
import { breakGlassText } from "./break-glass.ts";

const login = (address: string) => ({ user: "ada", address, port: 22 });
const person = (name: string): PersonWanted => ({ name, account: name, keys: [], keyHome: "laptop", admin: ["app-1"] });
const base: HostWanted = {
  ...{ id: "app-1", role: "app", ssh: login("app-1.example"), addresses: [], privateAddresses: [], ports: [] },
  ...{ portsDeclared: true, databases: [], admins: [person("ada")], peopleDeclared: true, neighbours: [] },
  ...{ allow: [], sites: [] },
};
const text = (more: Partial<HostWanted>, vendors: ServiceWanted["vendors"] = []): string => {
  const host = { ...base, ...more };
  const db: HostWanted = { ...base, id: "db-1", ssh: login("db-1.example") };
  const service: ServiceWanted = {
    ...{ name: "shop", hosts: [host, db], people: [], databases: [], sites: [], repositories: [], secrets: [] },
    ...{ vendors, backupPlaces: [], alerts: [], exceptions: [] },
  };
  return breakGlassText({ host, service, seconds: 120 });
};

describe("the text for when all else fails", () => {
  it("tells what to type, and for how long to wait first", () => {
    expect(text({})).toContain("within 120 s");
    expect(text({})).toContain("    perl /var/lib/secondlock/host.pl rollback\n");
    expect(text({})).toContain("    perl /var/lib/secondlock/host.pl undo-all\n");
    expect(text({})).toContain("    nft delete table inet secondlock\n");
  });

  it.each([
    ["a console that is declared", { vendor: "cloud" }],
    ["one that is not", {}],
  ])("says how to become root on %s", (_name, more) => {
    const said = text(more).replaceAll(/\s+/g, " ");
    expect(said).toContain("Log in as an administrator with the password that sudo asks for, then sudo -i.");
    expect(said).not.toContain("nobody gets in");
  });

  it("fits on a console of 80 columns, but for what is to be typed", () => {
    const lines = text({ admins: [person("ada"), person("grace")] }, [{ name: "cloud", holds: ["hosts"] }]).split("\n");
    expect(lines.filter((line) => line.length > 80 && !line.startsWith("    "))).toEqual([]);
  });

  it("warns where no console is declared", () => {
    expect(text({})).toContain("WARNING: the service file names no console");
    expect(text({ admins: [person("ada"), person("grace")] })).toContain("WARNING");
  });

  it.each([
    ["the host's vendor", { vendor: "cloud" }, [], "the console of the vendor cloud, which needs no SSH"],
    ["a vendor that holds hosts", {}, [{ name: "cloud", holds: ["hosts"] }], "the console of the vendor (cloud)"],
    ["root's password", { allow: ["console-recovery"] }, [], "Root keeps its password for it"],
  ])("names %s, and does not warn", (_name, more, vendors, words) => {
    expect(text(more, vendors)).toContain(words);
    expect(text(more, vendors)).not.toContain("WARNING");
  });

  it("names who else gets in, and over which host", () => {
    const ports = [{ port: 22, protocol: "tcp", reason: "administration", from: ["db-1"] }] as const;
    const all = text({ admins: [person("ada"), person("grace")], ports });
    expect(all).toContain("- grace, who administers it too (account grace)");
    expect(all).not.toContain("- ada, who");
    expect(all).toContain("- over db-1: ssh ada@db-1.example, and from there on");
  });

  it("lets no name of the service file write on the terminal", () => {
    expect(text({ vendor: "cloud\u001B[2J" })).not.toContain("\u001B");
  });
});
