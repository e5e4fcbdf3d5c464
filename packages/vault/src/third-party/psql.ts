import type { RunSql } from "./postgres-roles.ts";
import { runCommandLine } from "./command.ts";

const patience = 60_000;

/**
 * Runs SQL with psql, which knows how to log in: `command` is how a person starts it, e.g. `ssh db-1 sudo -u postgres psql`. What it
 * says of an error is its first line only: others could repeat the statement.
 */
export function psql(command: string): RunSql {
  return (sql) => runCommandLine(`${command} -XAtqw -v ON_ERROR_STOP=1 -v VERBOSITY=terse -f -`, sql, patience);
}
