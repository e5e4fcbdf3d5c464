import { once } from "node:events";
import { statSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Head } from "../head.ts";
import { openLedger } from "../ledger.ts";
import { fileStore } from "../stores/file/file-store.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { said, startWriter } from "../testing/own-process.ts";

const folder = ownFolders();
const kills = 200;
const sideBySide = 4;
/** A log lives through some kills, and is not so long that looking at it takes all the time. */
const lives = 3;
/** From a write of a few hundred bytes to some of hundreds of thousands, which a kill can cut in two. */
const works = [
  { width: 1, length: 200 },
  { width: 1_000, length: 200 },
  { width: 4_000, length: 200 },
  { width: 64, length: 20_000 },
] as const;

interface Log {
  readonly folder: string;
  readonly work: (typeof works)[number];
  /** After the kill before this one. */
  head: Head | undefined;
}

/** Lets a process write for a moment, ends it, and gives back what it had answers for. */
async function killed(log: Log, inWrite: boolean): Promise<readonly number[]> {
  const child = startWriter({ folder: log.folder, ...log.work, segmentSize: 65_536, name: "a" });
  let text = "";
  const started = Promise.withResolvers<void>();
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
    started.resolve();
  });
  const closed = once(child, "close");
  await Promise.race([started.promise, closed]);
  // on a busy computer the one who watches has to come before the one who writes
  setPriority(child.pid ?? 0, 10);
  await sleep(Math.random() * 50);
  if (inWrite) untilItGrows(join(log.folder, "0000000000000000.jsonl"));
  child.kill("SIGKILL");
  expect(await closed).toEqual([null, "SIGKILL"]);
  // a refusal would be there instead of a number, and the last line may be cut
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  expect(whole).toMatch(/^ready\n(?:\d+\n)*$/);
  return whole.split("\n").slice(1, -1).map(Number);
}

/** A write is under way: nothing else may come before the kill, so this does not wait but looks. */
function untilItGrows(path: string): void {
  const sizeOf = (): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const [before, until] = [sizeOf(), performance.now() + 300];
  while (sizeOf() === before && performance.now() < until);
}

/** The chain goes on from the head before, and what was torn is told. */
async function looked(log: Log): Promise<{ readonly head: Head; readonly torn: boolean }> {
  const result = await openLedger({ store: fileStore({ folder: log.folder }) });
  if (!result.ok) throw new Error(result.reason);
  const { ledger, standing, torn } = result;
  expect(standing).toEqual({ ok: true });
  const verified = await ledger.verify(...(log.head === undefined ? [] : [log.head]));
  if (!verified.ok) throw new Error(JSON.stringify(verified));
  if (torn !== undefined) {
    const notes: unknown[] = [];
    for await (const { type, data } of ledger.read({ from: torn.seq, to: torn.seq + 1 })) notes.push({ type, data });
    const { bytes, sha256, kept } = torn;
    expect(notes).toEqual([{ type: "ledger.repaired", data: { bytes, sha256, kept } }]);
    expect(statSync(join(log.folder, kept)).size).toBe(bytes);
  }
  await ledger.close();
  return { head: verified.head, torn: torn !== undefined };
}

test(
  `kill -9 of ${kills} writers, one after the other in each log, loses nothing that was acknowledged`,
  { timeout: 180_000 },
  async () => {
    // what a process was compiled to is only kept when it ends by itself
    await said(startWriter({ folder: folder(), width: 1, length: 1, segmentSize: 16, name: "a", count: 1 }));
    let [begun, done, acknowledged, torn] = [0, 0, 0, 0];

    async function lane(): Promise<void> {
      let log: Log | undefined;
      // a kill that cuts a line in two is chance: where there was none, there are some more
      for (let life = 0; begun < kills || (torn === 0 && begun < 2 * kills); life += 1) {
        const own = begun;
        begun += 1;
        if (log === undefined || life % lives === 0) {
          log = { folder: folder(), work: works[Math.floor(own / lives) % works.length] ?? works[0], head: undefined };
        }
        const before = log.head?.size ?? 0;
        const told = await killed(log, own % 2 === 0);
        const after = await looked(log);
        // the process found the log as the kill before it left it, and each number was told once and in order
        const first = told[0] ?? before;
        expect(first).toBeGreaterThanOrEqual(before);
        expect(told).toEqual(told.map((_, at) => first + at));
        expect(first + told.length).toBeLessThanOrEqual(after.head.size);
        log.head = after.head;
        acknowledged += told.length;
        torn += after.torn ? 1 : 0;
        done += 1;
      }
    }

    await Promise.all(Array.from({ length: sideBySide }, lane));
    console.info(`${done} kills: ${acknowledged} entries acknowledged, ${torn} torn tails set aside and told`);
    expect(done).toBeGreaterThanOrEqual(kills);
    // something was at stake: writers did work, and some were cut off in the middle of a line
    expect(acknowledged).toBeGreaterThan(kills * 5);
    expect(torn).toBeGreaterThan(0);
  },
);
