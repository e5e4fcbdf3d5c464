import { type Change, defineState, sqlName, sqlText, type State } from "@secondlock/model";
import type { DatabaseServer, DatabaseState } from "../facts/database-server.ts";
import { mysqlServer } from "../facts/mysql-server.ts";

/** Empty schemas called test are dropped; of others a person decides. */
export function testSchemasGone(): State<DatabaseState> {
  return defineState({
    resource: "sql:mysql-test-schemas",
    text: "drop the schema test, while it is empty",
    settings: { test: "gone" },
    fact: mysqlServer,
    settle: (state) =>
      state.state === "answers"
        ? {
            state: "answers",
            server: { ...state.server, schemas: state.server.schemas.filter((name) => !isIdle(name, state.server)) },
          }
        : state,
    bring: (_settings, state) =>
      state.state === "answers" ? state.server.schemas.filter((name) => isIdle(name, state.server)).map(dropped) : [],
    notes: (state) =>
      state.state === "answers"
        ? state.server.schemas
            .filter((name) => isTest(name) && !isIdle(name, state.server))
            .map((name) => `The schema ${name} has something in it: look whether anybody needs it, then DROP DATABASE.`)
        : [],
  });
}

function isTest(name: string): boolean {
  return name === "test" || name.startsWith("test_");
}

function isIdle(name: string, { filled }: DatabaseServer): boolean {
  return isTest(name) && filled !== undefined && !filled.includes(name);
}

function dropped(schema: string): Change {
  const name = sqlName("mysql", schema);
  // more than one row is an error here: nothing is dropped that was filled since the plan was made
  const stillEmpty = `SELECT (SELECT 1 UNION ALL SELECT 1 FROM information_schema.tables WHERE table_schema = ${sqlText("mysql", schema)})`;
  return {
    kind: "sql",
    engine: "mysql",
    statements: [stillEmpty, `DROP DATABASE ${name}`],
    undo: [`CREATE DATABASE IF NOT EXISTS ${name}`],
  };
}
