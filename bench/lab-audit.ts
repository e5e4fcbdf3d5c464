import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Audit } from "../packages/engine/src/audit.ts";
import type { Lab } from "../lab/src/index.ts";
import { controlGroupRoots } from "../lab/src/run-directory.ts";
import { type Cost, telling } from "./measure.ts";

/** CPU seconds that everything on a lab host has used since it booted, as its control group counts. */
export function cpuOnHost({ prefix }: Pick<Lab, "prefix">, host: string): number {
  for (const root of controlGroupRoots()) {
    const usage = /^usage_usec (\d+)$/m.exec(statOf(join(root, `${prefix}${host}`, "cpu.stat")));
    if (usage) return Number(usage[1]) / 1e6;
  }
  throw new Error("no control group of the host counts CPU\nhint: a unified (version 2) hierarchy has to be mounted");
}

function statOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    // the hierarchy of version 1 counts elsewhere
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

export interface AuditCost {
  readonly operator: Cost;
  /** Seconds on all the hosts together. */
  readonly hostCpu: number;
  readonly factsRead: number;
  readonly factsAsked: number;
}

/** As `npm run audit` starts it. */
const nursery = "--max-semi-space-size=4";

/** The inside audit of some hosts, with the command that people use, measured at both ends. */
export async function auditInside(lab: Lab, file: string, hosts: readonly string[]): Promise<AuditCost> {
  const { argv, env, read } = telling();
  const to = join(lab.directory, "bench.json");
  const before = sum(hosts.map((host) => cpuOnHost(lab, host)));
  const started = performance.now();
  const command = [
    "audit",
    "--file",
    file,
    "--ssh-config",
    lab.operator.sshConfig,
    "--inside-only",
    "--no-keep",
    "--sudo-password-stdin",
  ];
  const ran = await lab.operator.exec(
    [
      ...argv,
      nursery,
      join(import.meta.dirname, "../packages/cli/bin/secondlock.js"),
      ...command,
      "--json",
      to,
      "--host",
      ...hosts,
    ],
    { input: `${lab.operator.passwords.ada}\n`, env, timeoutMs: 300_000 },
  );
  const seconds = (performance.now() - started) / 1_000;
  if (ran.code !== 0) throw new Error(`the audit ended with ${ran.code}: ${(ran.stderr || ran.stdout).slice(-2_000)}`);
  const hostCpu = sum(hosts.map((host) => cpuOnHost(lab, host))) - before;
  const audit = JSON.parse(readFileSync(to, "utf8")) as Audit;
  const unread = audit.targets.filter(({ state, asRoot }) => state !== "read" || !asRoot).map(({ id }) => id);
  if (unread.length > 0) throw new Error(`not read as root: ${unread.join(", ")}`);
  const { factsRead, factsAsked } = audit.coverage;
  return { operator: { seconds, ...read() }, hostCpu, factsRead, factsAsked };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
