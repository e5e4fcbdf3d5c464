import type { SqlChange } from "@secondlock/model";
import { describe, expect, it } from "vitest";
import { brought, settledBy } from "../../testing/brought.ts";
import { postgresqlAccount } from "../../testing/database-examples.ts";
import type { DatabaseAccount } from "../facts/database-server.ts";
import { fileRolesTaken, noSuperuserRole, roleWithRows } from "./postgresql-roles.ts";

const all = [noSuperuserRole("shop", "shop"), roleWithRows("shop", "shop"), fileRolesTaken()];

function changes(account: Partial<DatabaseAccount>, states = all): readonly SqlChange[] {
  const value = postgresqlAccount(account).postgresql;
  expect(brought(states, settledBy(states, value)).filter(({ kind }) => kind !== "sql")).toEqual([]);
  return brought(states, value).filter((one) => one.kind === "sql");
}

describe("roles of PostgreSQL", () => {
  it("takes powers, and gives exactly those back", () => {
    const grants = [
      { on: "*", verb: "CREATEDB" },
      { on: "*", verb: "pg_read_all_data" },
    ];
    expect(changes({ grants, roles: ["pg_read_all_data"] })).toMatchObject([
      {
        database: "shop",
        statements: ['ALTER ROLE "shop" NOCREATEDB', 'REVOKE "pg_read_all_data" FROM "shop"'],
        undo: ['GRANT "pg_read_all_data" TO "shop"', 'ALTER ROLE "shop" CREATEDB'],
      },
    ]);
  });

  it("moves what it owned to a role that nobody logs in as, and back in the other order", () => {
    const [change] = changes({ grants: [{ on: "shop", verb: "OWNER" }], superuser: true });
    expect(change?.statements.slice(0, 2)).toEqual([
      'CREATE ROLE "shop_owner" NOLOGIN',
      'REASSIGN OWNED BY "shop" TO "shop_owner"',
    ]);
    expect(change?.statements.at(-1)).toBe('ALTER ROLE "shop" NOSUPERUSER');
    expect(change?.undo[0]).toBe('ALTER ROLE "shop" SUPERUSER');
    expect(change?.undo.slice(-3)).toEqual([
      'REASSIGN OWNED BY "shop_owner" TO "shop"',
      'DROP OWNED BY "shop_owner"',
      'DROP ROLE "shop_owner"',
    ]);
  });

  it("takes roles that reach files from anybody, and leaves the rest of others alone", () => {
    const grants = [{ on: "*", verb: "CREATEDB" }];
    expect(changes({ name: "report", grants, roles: ["pg_execute_server_program", "staff"] })).toMatchObject([
      { statements: ['REVOKE "pg_execute_server_program" FROM "report"'] },
    ]);
  });

  it("leaves a role with rows alone, and postgres in any case", () => {
    const grants = [{ on: "shop", verb: "SELECT" }];
    expect(changes({ grants })).toEqual([]);
    expect(brought([roleWithRows("postgres", "shop")], postgresqlAccount({}).postgresql)).toEqual([]);
  });
});
