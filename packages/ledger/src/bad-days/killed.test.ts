import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openLedger } from "../ledger.ts";
import { fileStore } from "../stores/file/file-store.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { said, startWriter } from "../testing/own-process.ts";
import { entriesOf } from "../testing/store-contract.ts";

const folder = ownFolders();
const kills = 200;
const sideBySide = 4;
/** A log lives through some kills: each writer finds what the one before it left. */
const lives = 5;
/** From a write of a few hundred bytes to some of hundreds of thousands, which a kill can cut in two. */
const works = [
  { width: 1, length: 200 },
  { width: 500, length: 200 },
  { width: 1_000, length: 200 },
  { width: 16, length: 20_000 },
] as const;

interface Log {
  readonly folder: string;
  readonly work: (typeof works)[number];
}

/** Lets a process write for a moment, ends it, and gives back what it had answers for. */
async function killed({ folder, work }: Log, name: string): Promise<readonly number[]> {
  const child = startWriter({ folder, ...work, segmentSize: 65_536, name });
  let text = "";
  const started = Promise.withResolvers<void>();
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
    started.resolve();
  });
  const closed = once(child, "close");
  await Promise.race([started.promise, closed]);
  await sleep(Math.random() * 25);
  child.kill("SIGKILL");
  expect(await closed).toEqual([null, "SIGKILL"]);
  // a refusal would be there instead of a number, and the last line may be cut
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  expect(whole).toMatch(/^ready\n(?:\d+\n)*$/);
  return whole.split("\n").slice(1, -1).map(Number);
}

/** All that was acknowledged is there, whoever was killed after it, and every repair is told. Gives the number of these. */
async function looked({ folder }: Log, told: readonly (readonly number[])[]): Promise<number> {
  const result = await openLedger({ store: fileStore({ folder }) });
  if (!result.ok) throw new Error(result.reason);
  const { ledger, standing } = result;
  expect(standing).toEqual({ ok: true });
  expect(await ledger.verify()).toMatchObject({ ok: true });
  const entries = await entriesOf(ledger);
  for (const [life, seqs] of told.entries()) {
    const first = seqs[0] ?? 0;
    expect(seqs).toEqual(seqs.map((_, at) => first + at));
    expect(new Set(seqs.map((seq) => entries[seq]?.data["name"]))).toEqual(new Set(seqs.length > 0 ? [`${life}`] : []));
  }
  await ledger.close();
  return entries.filter(({ type }) => type === "ledger.repaired").length;
}

test(
  `kill -9 of ${kills} writers, one after the other in each log, loses nothing that was acknowledged`,
  { timeout: 180_000 },
  async () => {
    // what a process was compiled to is only kept when it ends by itself
    await said(startWriter({ folder: folder(), width: 1, length: 1, segmentSize: 16, name: "a", count: 1 }));
    let [logs, done, acknowledged, repaired] = [0, 0, 0, 0];

    async function lane(): Promise<void> {
      while (logs * lives < kills) {
        const log: Log = { folder: folder(), work: works[logs % works.length] ?? works[0] };
        logs += 1;
        const told: (readonly number[])[] = [];
        for (let life = 0; life < lives; life += 1) told.push(await killed(log, `${life}`));
        repaired += await looked(log, told);
        done += told.length;
        acknowledged += told.flat().length;
      }
    }

    await Promise.all(Array.from({ length: sideBySide }, lane));
    console.info(`${done} kills: ${acknowledged} entries acknowledged, ${repaired} torn tails set aside and told`);
    expect(done).toBe(kills);
    // something was at stake
    expect(acknowledged).toBeGreaterThan(0);
  },
);
