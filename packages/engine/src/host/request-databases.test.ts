import { describe, expect, it } from "vitest";
import type { Step } from "../plan/plan.ts";
import { hex, requestText } from "./request.ts";

const about = { who: "ada@laptop", seconds: 120, title: "harden", record: {} };

function lines(...steps: readonly Step[]): readonly string[] {
  return requestText(steps, about).split("\n").slice(4, -1);
}

describe("what a host is asked to do to its databases", () => {
  it("runs statements after the files are there, and keeps the rows of accounts", () => {
    const sql: Step = {
      kind: "sql",
      engine: "mysql",
      statements: ["DROP USER `a`@`%`", "FLUSH PRIVILEGES"],
      undo: [],
      accounts: [{ name: "a", host: "%" }],
    };
    const certificate: Step = {
      kind: "certificate",
      path: "/etc/mysql/tls/server.crt",
      owner: "mysql",
      names: ["10.0.0.3", "2001:db8::3", "db-1"],
    };
    expect(lines(sql, certificate)).toEqual([
      `certificate\t${hex("/etc/mysql/tls/server.crt")}\tmysql\t${hex("IP:10.0.0.3,IP:2001:db8::3,DNS:db-1")}`,
      `sql\tmysql\t\t\t${hex("(User,Host) IN (('a','%'))")}\t${hex("DROP USER `a`@`%`;\nFLUSH PRIVILEGES;\n")}\t`,
    ]);
  });

  it("names the database and the port of PostgreSQL, and what takes it back", () => {
    const sql: Step = {
      kind: "sql",
      engine: "postgresql",
      port: 5433,
      database: "shop",
      statements: ["ALTER ROLE a NOSUPERUSER"],
      undo: ["ALTER ROLE a SUPERUSER"],
    };
    expect(lines(sql)).toEqual([
      `sql\tpostgresql\t5433\t${hex("shop")}\t\t${hex("ALTER ROLE a NOSUPERUSER;\n")}\t${hex("ALTER ROLE a SUPERUSER;\n")}`,
    ]);
  });

  it("refuses a name that openssl would read as more than a name", () => {
    const odd: Step = { kind: "certificate", path: "/etc/x.crt", owner: "mysql", names: ["a,email:x"] };
    expect(() => lines(odd)).toThrow(/no name/);
  });

  it("has a unit started anew", () => {
    expect(lines({ kind: "unit", unit: "a.service", enabled: true, active: true, restart: true })).toEqual([
      "unit\ta.service\tyes\tyes\trestart",
    ]);
  });
});
