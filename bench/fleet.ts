import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { mb, type Row, s } from "./row.ts";

const hosts = 10_000;
const floors = { seconds: 60, megabytes: 1_000 };

interface FleetCost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly written: number;
  readonly verdicts: number;
  readonly answers: number;
}

/** Ten thousand hosts from recorded facts, in a process of its own; and a tenth of them, to see whether a host costs the same. */
export function fleet(): readonly Row[] {
  const few = run(hosts / 10);
  const many = run(hosts);
  const each = (cost: FleetCost, count: number): string =>
    `${((cost.cpuSeconds / count) * 1_000).toFixed(1)} ms CPU a host`;
  const what = `${hosts.toLocaleString("en")} recorded hosts, judged, answered and written (${(many.verdicts / 1e6).toFixed(2)} million verdicts, ${many.answers} answers, ${(many.written / 1_000).toFixed(1)} GB of JSON)`;
  return [
    {
      what: `${what}: time`,
      ours: `${s(many.seconds)} (${s(many.cpuSeconds)} CPU; ${each(many, hosts)})`,
      peer: `${hosts / 10} hosts: ${s(few.seconds)} (${each(few, hosts / 10)})`,
      floor: `under ${floors.seconds} s`,
      met: many.seconds < floors.seconds,
    },
    {
      what: "the same: most memory",
      ours: mb(many.megabytes),
      peer: `${hosts / 10} hosts: ${mb(few.megabytes)}`,
      floor: `under ${floors.megabytes} MB`,
      met: many.megabytes < floors.megabytes,
    },
  ];
}

/** Megabytes of objects that Node may hold: without a limit it puts off collecting, on a machine that has room for it. */
const heap = 640;

function run(count: number): FleetCost {
  const ran = spawnSync(
    process.execPath,
    [`--max-old-space-size=${heap}`, join(import.meta.dirname, "fleet-run.ts"), String(count)],
    {
      encoding: "utf8",
    },
  );
  if (ran.status !== 0) throw new Error(`the fleet of ${count} hosts failed: ${ran.stderr.slice(-2_000)}`);
  return JSON.parse(ran.stdout) as FleetCost;
}
