import { cpus, totalmem } from "node:os";
import { fleet } from "./fleet.ts";
import { harden } from "./harden.ts";
import { inside } from "./inside.ts";
import { ledger } from "./ledger.ts";
import { referees } from "./referees.ts";
import { markdown, type Row } from "./row.ts";
import { signatures } from "./signatures.ts";
import { startUp } from "./start-up.ts";
import { vault } from "./vault.ts";
import { width } from "./width.ts";

/** `npm run bench -- NAMES`: the table of docs/benchmarks.md; all of it without a name. */
const all: Readonly<Record<string, () => readonly Row[] | Promise<readonly Row[]>>> = {
  "start-up": startUp,
  inside,
  harden,
  referees,
  width,
  fleet,
  signatures,
  ledger,
  vault,
};
const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in all));
if (unknown.length > 0) {
  process.stderr.write(`bench: there is no ${unknown.join(", ")}\nhint: there are ${Object.keys(all).join(", ")}\n`);
  process.exitCode = 2;
} else {
  const rows: Row[] = [];
  for (const name of names.length > 0 ? names : Object.keys(all)) {
    process.stderr.write(`bench: ${name} ...\n`);
    rows.push(...((await all[name]?.()) ?? []));
  }
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, Node ${process.versions.node}`;
  process.stdout.write(`${new Date().toISOString().slice(0, 10)}, ${machine}\n\n${markdown(rows)}`);
  if (rows.some(({ met }) => met === false)) process.exitCode = 1;
}
