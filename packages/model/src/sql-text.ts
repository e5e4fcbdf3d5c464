import type { SqlChange } from "./change.ts";

type Engine = SqlChange["engine"];

/** What no server needs in a name, and what would be cut or misread on the way. */
function refuseOdd(text: string): void {
  if (/[\u0000-\u001F\u007F]/.test(text)) throw new Error("a name with control characters is put into no statement");
}

/**
 * A name as SQL takes it, whatever is in it. In backticks and double quotes nothing but the quote itself has a meaning.
 * https://mariadb.com/kb/en/identifier-names/, https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */
export function sqlName(engine: Engine, name: string): string {
  refuseOdd(name);
  const quote = engine === "mysql" ? "`" : '"';
  return quote + name.replaceAll(quote, quote + quote) + quote;
}

/** A literal. The host sets `sql_mode = ''`, so that a backslash of MariaDB means what it does here. */
export function sqlText(engine: Engine, text: string): string {
  refuseOdd(text);
  const quoted = text.replaceAll("'", "''");
  return `'${engine === "mysql" ? quoted.replaceAll("\\", "\\\\") : quoted}'`;
}

/** `name`@`host`, an account of MariaDB or MySQL. */
export function sqlAccount({ name, host }: { readonly name: string; readonly host: string }): string {
  return `${sqlName("mysql", name)}@${sqlName("mysql", host)}`;
}

/** A schema in a GRANT, where `_` and `%` would stand for any character. */
export function sqlGrantedSchema(schema: string): string {
  return sqlName(
    "mysql",
    schema.replaceAll(/[\\_%]/g, (one) => `\\${one}`),
  );
}

/** Which rows of the tables in `mysql` are those of some accounts. */
export function sqlRowsOf(accounts: NonNullable<SqlChange["accounts"]>): string {
  const pairs = accounts.map(({ name, host }) => `(${sqlText("mysql", name)},${sqlText("mysql", host)})`);
  return `(User,Host) IN (${pairs.join(",")})`;
}
