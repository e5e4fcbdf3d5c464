import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseFile } from "../packages/vault/src/index.ts";
import { answerFloor } from "../packages/vault/src/confirmer/answer-requests.ts";
import { openFile } from "../packages/vault/src/opener/open-file.ts";
import { courier } from "../packages/vault/src/opener/send.ts";
import { median, secondsOf } from "./measure.ts";
import { ms, type Row } from "./row.ts";
import { freePort, type Running, sealedDesk, type SealedDesk, startConfirmer } from "./vault-confirmer.ts";
import { signedRequests } from "./vault-requests.ts";

const floors = { slower: 1, open: 0.05, perCore: 120 };
const pairs = 31;
const root = join(import.meta.dirname, "..");
const tangd = "/usr/libexec/tangd";

/** Sealed secrets: a whole start beside clevis, one opening in a process that runs, and what a confirmer carries. */
export async function vault(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-bench-vault-"));
  try {
    spawnSync(process.execPath, [join(root, "generate/bundle.ts")], { stdio: "inherit" });
    const desk = await sealedDesk(folder);
    const running = await startConfirmer(folder, desk.port, 1);
    try {
      // a confirmer runs for months: it has answered some before anything is measured
      const [opened, one] = [await opens(desk), await carried(desk, running, 1)];
      return [await starts(folder, desk), opened, one, await withTwo(folder, desk)];
    } finally {
      await running.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function starts(folder: string, { keys, file }: SealedDesk): Promise<Row> {
  const command = `${process.execPath} --max-semi-space-size=4 ${join(root, "packages/cli/bin/secondlock.js")}`;
  const line = `${command} run --keys ${keys} --file ${file} --as app-1 -- true 2> /dev/null`;
  const run = (): Promise<number> => secondsOf(["sh", "-c", `exec ${line}`]);
  if (!existsSync(tangd) || spawnSync("which", ["clevis", "socat"]).status !== 0)
    return {
      what: "`secondlock run -- true`",
      ours: ms(await run()),
      peer: "clevis, tang and socat are not here",
      floor: "",
    };
  const tang = await startTang(folder);
  try {
    const secret = join(folder, "secret.jwe");
    const made = spawnSync("clevis", ["encrypt", "tang", JSON.stringify({ url: tang.url }), "-y"], {
      input: "a secret",
    });
    writeFileSync(secret, made.stdout);
    const clevis = (): Promise<number> => secondsOf(["sh", "-c", `clevis decrypt < ${secret}`]);
    // what is made once at the first start
    await run();
    const times: { ours: number; peer: number }[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const first = pair % 2 === 0 ? await run() : undefined;
      const peer = await clevis();
      times.push({ ours: first ?? (await run()), peer });
    }
    const ratio = median(times.map(({ ours, peer }) => ours / peer));
    return {
      what: "`secondlock run -- true` with a confirmer on loopback, the whole process",
      ours: ms(median(times.map(({ ours }) => ours))),
      peer: `\`clevis decrypt\` with a Tang on loopback: ${ms(median(times.map(({ peer }) => peer)))} (median of ratios: x ${ratio.toFixed(2)})`,
      ...{ floor: `at most x ${floors.slower}`, met: ratio <= floors.slower },
    };
  } finally {
    tang.stop();
  }
}

async function startTang(folder: string): Promise<{ readonly url: string; readonly stop: () => void }> {
  const keys = join(folder, "tang");
  mkdirSync(keys);
  spawnSync("/usr/libexec/tangd-keygen", [keys]);
  const port = await freePort();
  const at = `TCP-LISTEN:${port},bind=127.0.0.1,reuseaddr,fork`;
  const child = spawn("socat", [at, `EXEC:${tangd} ${keys}`], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 50; tries += 1) {
    if (
      await fetch(`${url}/adv`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, stop: () => void child.kill("SIGTERM") };
}

/** In a process that is warm: values are read anew each time. */
async function opens({ host, file }: SealedDesk): Promise<Row> {
  const parsed = parseFile(readFileSync(file));
  if (!parsed.ok) throw new Error(parsed.reason);
  const { send } = courier();
  const opener = {
    host: "app-1",
    keys: host,
    boot: Buffer.alloc(32).toString("base64url"),
    purpose: "start",
    send,
  } as const;
  const times: number[] = [];
  for (let n = 0; n < 220; n += 1) {
    const begun = performance.now();
    const opened = await openFile(parsed.value, opener);
    if (!opened.ok) throw new Error(`${opened.reason}: ${opened.detail}`);
    if (n >= 20) times.push((performance.now() - begun) / 1_000);
  }
  const late = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
  return {
    what: `one opening in a process that runs, over loopback, the confirmer's floor of ${answerFloor} ms included: 95 of 100`,
    ...{
      ours: `${ms(late)} (half: ${ms(median(times))})`,
      peer: "",
      floor: `under ${ms(floors.open)}`,
      met: late < floors.open,
    },
  };
}

async function withTwo(folder: string, desk: SealedDesk): Promise<Row> {
  const port = await freePort();
  const running = await startConfirmer(folder, port, 2);
  try {
    return await carried({ ...desk, port }, running, 2);
  } finally {
    await running.stop();
  }
}

/** Openings for each second of the processor that the confirmer's processes took: on few cores, whoever asks takes some too. */
async function carried(desk: SealedDesk, { pid }: Running, workers: number): Promise<Row> {
  const rates: { readonly core: number; readonly wall: number }[] = [];
  for (let round = 0; round < 4; round += 1) {
    const send = await signedRequests(desk, 600);
    const [cpu, begun] = [cpuSeconds(pid), performance.now()];
    await send(32);
    const rate = { core: 600 / (cpuSeconds(pid) - cpu), wall: 600_000 / (performance.now() - begun) };
    // the first is for warming up
    if (round > 0) rates.push(rate);
  }
  const core = median(rates.map((rate) => rate.core));
  const wall = median(rates.map((rate) => rate.wall));
  return {
    what: `a confirmer with ${workers === 1 ? "one process" : `${workers} processes`}, SQLite and the log on disk, requests signed before, 32 at a time`,
    ours: `${Math.round(core)} openings a second and core (${Math.round(wall)} a second in all, beside the one who asks)`,
    ...{ peer: "", floor: `${floors.perCore} a second and core`, met: core >= floors.perCore },
  };
}

/** Of a process and those that it started. */
function cpuSeconds(pid: number): number {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "latin1")
      .split(" ")
      .filter((text) => /^\d+$/.test(text)),
  );
  const [, , , , , , , , , , , , user = "0", system = "0"] = readFileSync(`/proc/${pid}/stat`, "latin1")
    .replace(/^.*\) /, "x ")
    .split(" ");
  const own = (Number(user) + Number(system)) / 100;
  return children.reduce((sum, child) => sum + cpuSeconds(Number(child)), own);
}
