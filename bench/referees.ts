import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { admins, type CommandResult, type Host, type Lab, serviceFile, startLab, weak } from "../lab/src/index.ts";
import { secondlock } from "./lab-harden.ts";
import type { Row } from "./row.ts";

const explained = join(import.meta.dirname, "../docs/benchmarks.md");

type Referees = Lab<"app-1" | "db-1">;

/** What two programs that are not ours say of a host. */
interface Opinion {
  readonly index: number;
  readonly warnings: readonly string[];
  readonly suggestions: readonly string[];
  readonly sshFails: readonly string[];
  readonly sshWarns: readonly string[];
}

/** Lynis and ssh-audit on a weak application's host and a weak database's host, before and after `secondlock harden`. */
export async function referees(): Promise<readonly Row[]> {
  const wish = { fixtures: [admins, weak], layers: ["lynis"] } as const;
  const lab: Referees = await startLab({
    ssh: "as installed",
    hosts: { "app-1": { role: "app", ...wish }, "db-1": { role: "db", ...wish } },
  });
  try {
    const file = join(lab.directory, "secondlock.yaml");
    const hosts = Object.values(lab.hosts);
    writeFileSync(file, serviceFile(hosts, lab.operator));
    const before = await Promise.all(hosts.map((host) => opinionOf(lab, host)));
    for (const { name } of hosts) await secondlock(lab, file, "harden", name, "--yes");
    const after = await Promise.all(hosts.map((host) => opinionOf(lab, host)));
    return hosts.flatMap(({ name }, index) => {
      const [one, two] = [before[index], after[index]];
      return one === undefined || two === undefined ? [] : rows(name, one, two);
    });
  } finally {
    await lab.stop();
  }
}

function rows(name: string, before: Opinion, after: Opinion): readonly Row[] {
  const left = [...new Set([...after.warnings, ...after.suggestions])].toSorted();
  const text = readFileSync(explained, "utf8");
  const unexplained = left.filter((id) => !text.includes(`\`${id}\``));
  const told = (of: Opinion): string =>
    `${of.index} of 100, ${of.warnings.length} warnings, ${of.suggestions.length} suggestions`;
  const ssh = (of: Opinion): string => `${of.sshFails.length} fail, ${of.sshWarns.length} warn`;
  return [
    {
      what: `Lynis on ${name}, hardened`,
      ours: told(after),
      peer: `weak: ${told(before)}`,
      floor: "a higher index, no more warnings",
      met: after.index > before.index && after.warnings.length <= before.warnings.length,
    },
    {
      what: "the same: what it still asks for",
      ours: left.map((id) => `\`${id}\``).join(" "),
      peer: unexplained.length === 0 ? "" : `not explained: ${unexplained.join(", ")}`,
      floor: "each is explained",
      met: unexplained.length === 0,
    },
    {
      what: `ssh-audit of ${name}, hardened`,
      ours: ssh(after),
      peer: `weak: ${ssh(before)}`,
      floor: "less of both",
      met: after.sshFails.length < before.sshFails.length && after.sshWarns.length < before.sshWarns.length,
    },
  ];
}

async function opinionOf(lab: Referees, host: Host): Promise<Opinion> {
  const [report, ssh] = await Promise.all([lynis(host), sshAudit(lab, host)]);
  const index = Number(/^hardening_index=(\d+)$/m.exec(report)?.[1]);
  if (Number.isNaN(index)) throw new Error(`Lynis told no hardening index of ${host.name}: ${report.slice(-500)}`);
  return {
    index,
    warnings: idsIn(report, "warning"),
    suggestions: idsIn(report, "suggestion"),
    sshFails: linesWith(ssh, "fail"),
    sshWarns: linesWith(ssh, "warn"),
  };
}

async function lynis(host: Host): Promise<string> {
  const report = "/var/log/lynis-report.dat";
  await host.exec(["rm", "-f", report]);
  const ran = await host.exec(["lynis", "audit", "system", "--quick", "--quiet", "--no-colors"], {
    timeoutMs: 400_000,
  });
  const { code, stdout } = await host.exec(["cat", report]);
  if (code !== 0 || ran.code === 124) throw new Error(`Lynis did not run on ${host.name}: ${said(ran)}`);
  return stdout;
}

/** `suggestion[]=SSH-7408|Consider ...|...|`, once for each thing that it asks for. */
function idsIn(report: string, kind: "warning" | "suggestion"): readonly string[] {
  return [...report.matchAll(new RegExp(`^${kind}\\[\\]=([A-Z0-9-]+)\\|`, "gm"))].map(([, id = ""]) => id);
}

/** The database's host is closed to the operator once it is hardened: it is looked at from the host that may reach it. */
async function sshAudit(lab: Referees, host: Host): Promise<string> {
  const argv = ["ssh-audit", "-4", "--no-colors", "--level=warn", host.ipv4];
  const ran = await (host.name === "db-1" ? lab.hosts["app-1"].probe(argv) : lab.operator.exec(argv));
  // 2 and 3: it has something to warn of, or to fail
  if (![0, 2, 3].includes(ran.code))
    throw new Error(
      `ssh-audit told nothing of ${host.name}: ${said(ran)}\nhint: where it is missing, apt-get install ssh-audit`,
    );
  return ran.stdout;
}

function linesWith(text: string, level: "fail" | "warn"): readonly string[] {
  return text.split("\n").filter((line) => line.includes(`[${level}]`));
}

function said({ stdout, stderr }: CommandResult): string {
  return (stderr || stdout).slice(-1_000);
}
