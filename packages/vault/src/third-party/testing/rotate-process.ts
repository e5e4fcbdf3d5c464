/** Rotates once, and kills itself at a point that is asked for. Says `ok`, or why not, and how many points there are. */
import { readFile } from "node:fs/promises";
import { parseIdentity } from "@secondlock/age";
import { parseFile } from "../../file/sealed-file.ts";
import { openValue } from "../../file/value.ts";
import { must } from "../../testing/shop.ts";
import { postgresRoles } from "../postgres-roles.ts";
import { psql } from "../psql.ts";
import { rotate } from "../rotate.ts";
import { proofOf, roles } from "./log-in.ts";

/** What the process is started with. */
export interface Orders {
  readonly home: string;
  readonly file: string;
  readonly psql: string;
  readonly url: string;
  /** `AGE-SECRET-KEY-1...`: this process is the host as well. */
  readonly identity: string;
  /** Which of the points it dies at: before and behind each change at the provider, behind each step, and while a host proves, from 1. */
  readonly dieAt?: number;
}

const orders = JSON.parse(await readFile(process.argv[2] ?? "", "utf8")) as Orders;
let points = 0;
const point = (): void => {
  points += 1;
  if (points === orders.dieAt) process.kill(process.pid, "SIGKILL");
};

const run = psql(orders.psql);
const provider = postgresRoles({
  ...{ roles, owner: "shop", url: orders.url },
  async sql(text) {
    if (!text.startsWith("BEGIN")) return await run(text);
    point();
    const said = await run(text);
    point();
    return said;
  },
});
const identity = must(parseIdentity(orders.identity));
const value = async (): Promise<string> => {
  point();
  const { header, values } = must(parseFile(await readFile(orders.file)));
  const found = values.find(({ name }) => name === "DATABASE_URL");
  return found === undefined ? "" : must(openValue(header.content, found, identity));
};
const outcome = await rotate({
  ...{ home: orders.home, file: orders.file, name: "DATABASE_URL", provider, quiet: 0 },
  ...{ prove: proofOf(value), told: point },
});
process.stdout.write(`${outcome.ok ? "ok" : outcome.reason} ${points}\n`);
