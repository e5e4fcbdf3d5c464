import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startPostgres } from "@secondlock/lab/servers";
import { must } from "../../testing/shop.ts";
import { postgresRoles } from "../postgres-roles.ts";
import type { Provider } from "../provider.ts";
import { psql } from "../psql.ts";
import { roles } from "./log-in.ts";

/** A PostgreSQL that asks for passwords, with a shop's two roles. */
export interface ShopDatabase {
  /** How the database's administrator starts psql. */
  readonly psql: string;
  readonly url: string;
  readonly provider: Provider;
  readonly log: string;
  sql(text: string): Promise<string>;
  /** `shop_a:login shop_b:locked`. */
  roles(): Promise<string>;
  stop(): Promise<void>;
}

const first = "the-first-password";

export async function startShopDatabase(): Promise<ShopDatabase> {
  const server = await startPostgres();
  const { directory } = server;
  const admin = `psql -h ${directory} -U owner`;
  const sqlIn = async (database: string, text: string): Promise<string> =>
    must(await psql(`${admin} -d ${database}`)(text)).trim();
  writeFileSync(join(directory, "data", "pg_hba.conf"), "local all owner trust\nlocal all all scram-sha-256\n");
  await sqlIn(
    "postgres",
    `ALTER SYSTEM SET log_statement = 'all';
SELECT pg_reload_conf();
CREATE ROLE shop NOLOGIN;
CREATE ROLE shop_a LOGIN PASSWORD '${first}' IN ROLE shop;
CREATE ROLE shop_b NOLOGIN IN ROLE shop;
ALTER ROLE shop_a SET role TO shop;
CREATE DATABASE shop OWNER shop;`,
  );
  await sqlIn("shop", "CREATE TABLE purchase (id serial PRIMARY KEY, role text); ALTER TABLE purchase OWNER TO shop;");
  const url = `postgresql://localhost/shop?host=${directory}`;
  const wish = { roles, owner: "shop", url, sql: psql(`${admin} -d shop`) };
  return {
    ...{ psql: `${admin} -d shop`, url, provider: postgresRoles(wish), log: join(directory, "log") },
    sql: (text) => sqlIn("shop", text),
    roles: () =>
      sqlIn(
        "shop",
        "SELECT string_agg(rolname || ':' || CASE WHEN rolcanlogin THEN 'login' ELSE 'locked' END, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'shop\\__'",
      ),
    stop: () => server.stop(),
  };
}

/** The value of before the first rotation. */
export function firstValue(url: string): string {
  const value = new URL(url);
  value.username = roles[0];
  value.password = first;
  return value.href;
}
