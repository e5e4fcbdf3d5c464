import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { admins, hardened, type HostWish, serviceFile, startLab } from "../lab/src/index.ts";
import { auditInside, type AuditCost } from "./lab-audit.ts";
import { median } from "./measure.ts";
import { mb, type Row, s } from "./row.ts";

const widths = [1, 4, 16] as const;
const rounds = 3;
/** How much more a host may cost among 16 than alone: the noise of a machine that runs all of them. */
const growth = 1.2;

/** 1, 4 and 16 hosts at once, turn by turn. */
export async function width(): Promise<readonly Row[]> {
  const names = Array.from({ length: Math.max(...widths) }, (_, index) => `app-${index + 1}`);
  const wish: HostWish = { role: "app", fixtures: [admins, hardened] };
  const lab = await startLab({ ssh: "as installed", hosts: Object.fromEntries(names.map((name) => [name, wish])) });
  try {
    const file = join(lab.directory, "secondlock.yaml");
    writeFileSync(file, serviceFile(Object.values(lab.hosts), lab.operator));
    await auditInside(lab, file, names);
    const costs = new Map<number, AuditCost[]>(widths.map((count) => [count, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const count of widths) costs.get(count)?.push(await auditInside(lab, file, names.slice(0, count)));
    }
    return widths.map((count) => row(count, costs));
  } finally {
    await lab.stop();
  }
}

function row(count: number, costs: ReadonlyMap<number, readonly AuditCost[]>): Row {
  const of = (hosts: number, figure: (cost: AuditCost) => number): number =>
    median((costs.get(hosts) ?? []).map(figure)) / hosts;
  const cpu = (hosts: number): number => of(hosts, ({ operator, hostCpu }) => operator.cpuSeconds + hostCpu);
  const [wall, host, operator] = [
    of(count, (cost) => cost.operator.seconds),
    of(count, ({ hostCpu }) => hostCpu),
    of(count, (cost) => cost.operator.cpuSeconds),
  ];
  const memory = of(count, (cost) => cost.operator.megabytes) * count;
  return {
    what: `${count} lab ${count === 1 ? "host" : "hosts"} at once, for each host`,
    ours: `${s(wall)} wall, ${s(host)} CPU on it, ${s(operator)} CPU at the operator (${mb(memory)} in all)`,
    peer: count === 1 ? "" : `1 host: CPU x ${(cpu(count) / cpu(1)).toFixed(2)}`,
    floor: count === 1 ? "" : `CPU at most x ${growth}`,
    ...(count === 1 ? {} : { met: cpu(count) <= cpu(1) * growth }),
  };
}
