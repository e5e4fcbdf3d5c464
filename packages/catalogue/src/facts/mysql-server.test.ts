import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stockMariadb, usedMariadb } from "../../testing/database-examples.ts";
import { recordedDatabases } from "../../testing/database-recordings.ts";
import { printed } from "../../testing/firewall-examples.ts";
import { parseMysql } from "./mysql-server.ts";

describe("mysql-server", () => {
  it("reads MariaDB on Debian 12 as installed", () => {
    expect(stockMariadb.settings).toMatchObject({ bind_address: "127.0.0.1", local_infile: "ON", have_symlink: "YES" });
    expect(
      stockMariadb.accounts.map(({ name, plugin, empty, superuser }) => ({ name, plugin, empty, superuser })),
    ).toEqual([
      { name: "root", plugin: "unix_socket", empty: false, superuser: true },
      { name: "mysql", plugin: "unix_socket", empty: false, superuser: true },
    ]);
  });

  it("reads accounts that people made, with what their roles give", () => {
    const shop = usedMariadb.accounts.find(({ name }) => name === "shop");
    expect(shop).toMatchObject({ host: "10.0.0.2", superuser: false });
    expect(shop?.grants.map(({ on, verb }) => `${verb} ${on}`).toSorted()).toEqual([
      "CREATE shop",
      "DELETE shop",
      "INSERT shop",
      "SELECT shop",
      "UPDATE shop",
    ]);
    expect(usedMariadb.accounts.find(({ name }) => name === "wide")).toMatchObject({ host: "%", superuser: true });
    expect(usedMariadb.accounts.find(({ name }) => name === "empty")).toMatchObject({ empty: true });
    expect(usedMariadb.schemas).toEqual(["shop"]);
  });

  it("reads MySQL, which keeps its accounts elsewhere (by its manual)", () => {
    const text =
      "version\t8.0.45-0ubuntu0.24.04.1\nbind_address\t127.0.0.1\n@account\troot\tlocalhost\tauth_socket\t1\t0\t0\t0\n@account\tmysql.sys\tlocalhost\tcaching_sha2_password\t0\t0\t1\t0\n@end\n";
    const reading = parseMysql({ answers: printed(text) });
    expect(reading).toMatchObject({
      known: true,
      value: { state: "answers", server: { accounts: [{ name: "root", empty: false }] } },
    });
  });

  it("holds no password, hash or key", () => {
    expect(recordedDatabases.mariadbUsed).not.toMatch(/\*[0-9A-F]{8}|lab/i);
    expect(recordedDatabases.postgresqlUsed).not.toMatch(/SCRAM-SHA-256\$|md5[0-9a-f]{8}/);
  });

  it("tells absent from silent", () => {
    expect(parseMysql({ answers: printed("absent\n") })).toEqual({ known: true, value: { state: "absent" } });
    expect(parseMysql({ answers: printed("") })).toMatchObject({ known: true, value: { state: "silent" } });
    expect(parseMysql({ answers: printed(recordedDatabases.mariadbStock.slice(0, -8)) })).toMatchObject({
      value: { state: "silent" },
    });
    expect(parseMysql({ answers: printed("", 127) }).known).toBe(false);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.oneof(fc.string(), fc.constantFrom("@account", "@grant", "@role", "__proto__", "version"))),
        ),
        (rows) => {
          expect(
            parseMysql({ answers: printed(`${rows.map((row) => row.join("\t")).join("\n")}\n@end\n`) }),
          ).toBeDefined();
        },
      ),
    );
  });
});
