import { sqlName, sqlText } from "@secondlock/model";

const tables = {
  mariadb: ["global_priv", "db", "tables_priv", "columns_priv", "procs_priv", "roles_mapping"],
  mysql: ["user", "db", "tables_priv", "columns_priv", "procs_priv"],
} as const;

/**
 * The same account for one more address. Its rows are copied on the server, so that neither its password nor the hash of
 * it is ever shown; CREATE USER would need one of them.
 */
export function copyOfAccount(
  { name, host }: { readonly name: string; readonly host: string },
  to: string,
  isMysql: boolean,
): readonly string[] {
  const text = (value: string): string => sqlText("mysql", value);
  const copy = sqlName("mysql", "secondlock_copy");
  return [
    ...tables[isMysql ? "mysql" : "mariadb"].flatMap((table) => [
      `CREATE TEMPORARY TABLE mysql.${copy} AS SELECT * FROM mysql.${table} WHERE User = ${text(name)} AND Host = ${text(host)}`,
      `UPDATE mysql.${copy} SET Host = ${text(to)}`,
      `INSERT INTO mysql.${table} SELECT * FROM mysql.${copy}`,
      `DROP TEMPORARY TABLE mysql.${copy}`,
    ]),
    "FLUSH PRIVILEGES",
  ];
}
