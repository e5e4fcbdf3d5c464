import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { admins, hardened, type Lab, serviceFile, startLab } from "../lab/src/index.ts";
import { auditInside, type AuditCost, cpuOnHost } from "./lab-audit.ts";
import { median } from "./measure.ts";
import { mb, type Row, s } from "./row.ts";

const host = "app-1";
const rounds = 3;
const share = 25;
const memory = 150;

/** The inside of one host, beside Lynis on the same host, turn by turn. Both come over SSH and become root with sudo's password. */
export async function inside(): Promise<readonly Row[]> {
  const lab = await startLab({
    ssh: "as installed",
    hosts: { [host]: { role: "app", fixtures: [admins, hardened], layers: ["lynis"] } },
  });
  try {
    const file = join(lab.directory, "secondlock.yaml");
    writeFileSync(file, serviceFile(Object.values(lab.hosts), lab.operator));
    // the first run of each fills the caches of the disk
    await auditInside(lab, file, [host]);
    const ours: AuditCost[] = [];
    const peer: { readonly seconds: number; readonly hostCpu: number }[] = [];
    const logins: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = await loginsSoFar(lab);
      ours.push(await auditInside(lab, file, [host]));
      logins.push((await loginsSoFar(lab)) - before);
      peer.push(await lynis(lab));
      ours.push(await auditInside(lab, file, [host]));
    }
    return rows(ours, peer, Math.max(...logins));
  } finally {
    await lab.stop();
  }
}

function rows(
  ours: readonly AuditCost[],
  peer: readonly { readonly seconds: number; readonly hostCpu: number }[],
  logins: number,
): readonly Row[] {
  const [wall, lynisWall] = [
    median(ours.map(({ operator }) => operator.seconds)),
    median(peer.map(({ seconds }) => seconds)),
  ];
  const [cpu, lynisCpu] = [median(ours.map(({ hostCpu }) => hostCpu)), median(peer.map(({ hostCpu }) => hostCpu))];
  const megabytes = Math.max(...ours.map(({ operator }) => operator.megabytes));
  const [first] = ours;
  const facts = `${first?.factsRead ?? 0} of ${first?.factsAsked ?? 0} facts`;
  const compare = (mine: number, theirs: number): string => `Lynis: ${s(theirs)} (1/${(theirs / mine).toFixed(0)})`;
  return [
    {
      what: `inside of one host (${facts}), wall, from the command's start to its end`,
      ours: s(wall),
      peer: compare(wall, lynisWall),
      floor: `1/${share}`,
      met: wall * share <= lynisWall,
    },
    {
      what: "the same, CPU on the host",
      ours: s(cpu),
      peer: compare(cpu, lynisCpu),
      floor: `1/${share}`,
      met: cpu * share <= lynisCpu,
    },
    { what: "the same, SSH logins on the host", ours: String(logins), peer: "", floor: "1", met: logins === 1 },
    {
      what: "the same, most memory at the operator",
      ours: mb(megabytes),
      peer: "",
      floor: `under ${memory} MB`,
      met: megabytes < memory,
    },
  ];
}

async function lynis(lab: Lab): Promise<{ readonly seconds: number; readonly hostCpu: number }> {
  const before = cpuOnHost(lab, host);
  const started = performance.now();
  const ran = await lab.operator.ssh(host, "sudo -S -p '' lynis audit system --quick --quiet --no-colors", {
    input: `${lab.operator.passwords.ada}\n`,
    timeoutMs: 400_000,
  });
  const seconds = (performance.now() - started) / 1_000;
  if (ran.code === 124 || ran.code === 255)
    throw new Error(`Lynis did not run: ${(ran.stderr || ran.stdout).slice(-1_000)}`);
  return { seconds, hostCpu: cpuOnHost(lab, host) - before };
}

async function loginsSoFar(lab: Lab): Promise<number> {
  const { stdout } = await lab.hosts[host]!.exec(["journalctl", "-q", "--no-pager", "-o", "cat", "-t", "sshd"]);
  return stdout.split("\n").filter((line) => /^Accepted \S+ for /.test(line)).length;
}
