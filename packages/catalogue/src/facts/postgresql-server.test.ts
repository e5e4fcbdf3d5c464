import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stockPostgresql, usedPostgresql } from "../../testing/database-examples.ts";
import { recordedDatabases } from "../../testing/database-recordings.ts";
import { printed } from "../../testing/firewall-examples.ts";
import { parsePostgresql } from "./postgresql-server.ts";

describe("postgresql-server", () => {
  it("reads PostgreSQL on Debian 12 as installed", () => {
    expect(stockPostgresql.settings).toMatchObject({
      listen_addresses: "localhost",
      ssl: "on",
      password_encryption: "scram-sha-256",
    });
    expect(stockPostgresql.accounts).toMatchObject([{ name: "postgres", plugin: "none", superuser: true }]);
    expect(stockPostgresql.rules.map(({ type, method }) => `${type} ${method}`)).toContain("host scram-sha-256");
  });

  it("reads roles that people made, with what they own", () => {
    const shop = usedPostgresql.accounts.find(({ name }) => name === "shop");
    expect(shop).toMatchObject({ plugin: "scram-sha-256", superuser: false });
    expect(shop?.grants).toEqual(expect.arrayContaining([{ on: "shop", verb: "OWNER" }]));
    expect(usedPostgresql.accounts.find(({ name }) => name === "wide")).toMatchObject({ superuser: true });
  });

  it("tells absent from silent, and trusts no broken pg_hba.conf", () => {
    expect(parsePostgresql({ server: printed("absent\n") })).toEqual({ known: true, value: { state: "absent" } });
    expect(parsePostgresql({ server: printed("", 2) })).toMatchObject({ known: true, value: { state: "silent" } });
    const brokenRules = recordedDatabases.postgresqlStock.replace("@ruleerror\t0", "@ruleerror\t1");
    expect(parsePostgresql({ server: printed(brokenRules) })).toMatchObject({ value: { state: "silent" } });
    expect(
      parsePostgresql({ server: printed(recordedDatabases.postgresqlStock), "in shop": printed("", 2) }),
    ).toMatchObject({ value: { state: "silent" } });
  });

  it("never throws", () => {
    const row = fc.array(
      fc.oneof(fc.string(), fc.constantFrom("@account", "@setting", "@member", "@rule", "server_version", "t")),
    );
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const text = `${rows.map((one) => one.join("\t")).join("\n")}\n@ruleerror\t0\n@setting\tserver_version\t15\n@end\n`;
        expect(parsePostgresql({ server: printed(text) })).toBeDefined();
      }),
    );
  });
});
