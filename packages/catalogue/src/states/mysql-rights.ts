import { sqlAccount, sqlGrantedSchema, sqlName } from "@secondlock/model";
import type { DatabaseAccount } from "../facts/database-server.ts";
import type { Outcome } from "./mysql-accounts.ts";

const verbs = ["SELECT", "INSERT", "UPDATE", "DELETE"] as const;

/** Rows of one schema and nothing else; never a verb that the account did not have before. */
export function withRights({ statements, accounts }: Outcome, schema: string): Outcome {
  const each = accounts.map((one) => limited(one, schema));
  return {
    statements: [...statements, ...each.flatMap((one) => one.statements)],
    accounts: each.map(({ account }) => account),
  };
}

function limited(
  one: DatabaseAccount,
  schema: string,
): { readonly statements: readonly string[]; readonly account: DatabaseAccount } {
  const more = one.grants.some(({ on, verb }) => on !== schema || !verbs.some((row) => row === verb));
  const roles = one.roles ?? [];
  if (!more && !one.superuser) return { statements: [], account: one };
  const had = verbs.filter((verb) =>
    one.grants.some((grant) => (grant.on === "*" || grant.on === schema) && grant.verb === verb),
  );
  const id = sqlAccount(one);
  const { roles: _roles, ...account } = one;
  return {
    statements: [
      ...roles.map((role) => `REVOKE ${sqlName("mysql", role)} FROM ${id}`),
      `REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${id}`,
      ...(had.length === 0 ? [] : [`GRANT ${had.join(", ")} ON ${sqlGrantedSchema(schema)}.* TO ${id}`]),
    ],
    account: { ...account, superuser: false, grants: had.map((verb) => ({ on: schema, verb })) },
  };
}
