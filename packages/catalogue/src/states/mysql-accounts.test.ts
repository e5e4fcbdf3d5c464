import { describe, expect, it } from "vitest";
import { brought, settledBy } from "../../testing/brought.ts";
import { mariadbAccount, onlyMariadb } from "../../testing/database-examples.ts";
import type { DatabaseAccount, DatabaseState } from "../facts/database-server.ts";
import {
  accountFrom,
  accountWithRows,
  anonymousGone,
  emptyPasswordsClosed,
  filesForRootOnly,
  rootOnHostOnly,
} from "./mysql-accounts.ts";
import { testSchemasGone } from "./mysql-test-schemas.ts";

const all = [
  anonymousGone(),
  rootOnHostOnly(),
  emptyPasswordsClosed(),
  filesForRootOnly(),
  accountFrom("shop", ["10.0.0.2"]),
  accountWithRows("shop", "my_shop"),
];

function statements(value: DatabaseState, states = all): readonly string[] {
  return brought(states, value).flatMap((change) => (change.kind === "sql" ? change.statements : []));
}

const account = (one: Partial<DatabaseAccount>): DatabaseState => mariadbAccount(one).mysql;
const everything = ["SELECT", "INSERT", "DROP", "GRANT OPTION"].map((verb) => ({ on: "*", verb }));

describe("accounts of MariaDB", () => {
  it.each([
    ["as installed", onlyMariadb().mysql, []],
    ["without a name", account({ name: "", host: "%" }), ["DROP USER ``@`%`"]],
    ["root from elsewhere", account({ name: "root", host: "%", superuser: true }), ["DROP USER `root`@`%`"]],
    [
      "root without a password",
      account({ name: "root", host: "localhost", empty: true }),
      ["ALTER USER `root`@`localhost` IDENTIFIED VIA unix_socket"],
    ],
    [
      "another without a password",
      account({ name: "o`x", host: "localhost", empty: true }),
      ["ALTER USER `o``x`@`localhost` ACCOUNT LOCK"],
    ],
    [
      "FILE",
      account({ name: "report", grants: [{ on: "*", verb: "FILE" }] }),
      ["REVOKE FILE ON *.* FROM `report`@`10.0.0.2`"],
    ],
    ["the application from anywhere", account({ host: "%" }), ["RENAME USER `shop`@`%` TO `shop`@`10.0.0.2`"]],
    [
      "the application with everything",
      account({ grants: everything, superuser: true }),
      [
        "REVOKE ALL PRIVILEGES, GRANT OPTION FROM `shop`@`10.0.0.2`",
        "GRANT SELECT, INSERT ON `my\\_shop`.* TO `shop`@`10.0.0.2`",
      ],
    ],
    ["somebody else from anywhere is left to people", account({ name: "report", host: "%" }), []],
  ])("%s", (_name, value, wanted) => {
    expect(statements(value)).toEqual(wanted);
    expect(statements(settledBy(all, value))).toEqual([]);
  });

  it("never locks the administrator of MySQL out, who may have no other way in", () => {
    const value = account({ name: "root", host: "localhost", empty: true });
    if (value.state !== "answers") throw new Error("the example answers");
    const version = "8.0.45-0ubuntu0.24.04.1";
    const mysql = { ...value, server: { ...value.server, version, settings: { ...value.server.settings, version } } };
    expect(statements(mysql)).toEqual([]);
  });

  it("copies the rows for a second address, and never tells the hash", () => {
    const found = statements(account({ host: "%" }), [accountFrom("shop", ["10.0.0.2", "2001:db8::2"])]);
    expect(found[0]).toBe("RENAME USER `shop`@`%` TO `shop`@`10.0.0.2`");
    expect(found).toContain("UPDATE mysql.`secondlock_copy` SET Host = '2001:db8::2'");
    expect(found.at(-1)).toBe("FLUSH PRIVILEGES");
  });

  it("has the host keep the rows of every account that it touches, old and new", () => {
    expect(brought(all, account({ host: "%" }))).toMatchObject([
      {
        accounts: [
          { name: "shop", host: "%" },
          { name: "shop", host: "10.0.0.2" },
        ],
        undo: [],
      },
    ]);
  });
});

describe("the schema test", () => {
  it("goes only while it is empty, and is looked at once more before", () => {
    const value = onlyMariadb({ schemas: ["test", "test_x", "shop"], filled: ["test_x"] }).mysql;
    const [state] = [testSchemasGone()];
    const found = statements(value, [state]);
    expect(found).toHaveLength(2);
    expect(found[0]).toContain("table_schema = 'test'");
    expect(found[1]).toBe("DROP DATABASE `test`");
    expect(state.notes?.(value)).toMatchObject([expect.stringContaining("test_x")]);
  });

  it("stays where nobody looked into it", () => {
    const value = onlyMariadb({ schemas: ["test"] }).mysql;
    if (value.state !== "answers") throw new Error("the example answers");
    const { filled: _filled, ...server } = value.server;
    expect(statements({ state: "answers", server }, [testSchemasGone()])).toEqual([]);
  });
});
