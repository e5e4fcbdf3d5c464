import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Head } from "../head.ts";
import { openLedger } from "../ledger.ts";
import { fileStore } from "../stores/file/file-store.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { said, startWriter } from "../testing/own-process.ts";

const folder = ownFolders();
const processes = 50;
/** One log each, in every process: from a write of a few hundred bytes to one of 600 kB, which a kill can cut in two. */
const widths = [1, 8, 100, 1_000];
const lives = 10;

interface Log {
  readonly folder: string;
  readonly width: number;
  /** After the kill before this one. */
  head: Head | undefined;
}

/** Lets a process write to all logs for a moment, ends it, and gives back what it had answers for, by log. */
async function killed(logs: readonly Log[]): Promise<readonly (readonly number[])[]> {
  const child = startWriter({ logs, segmentSize: 4_096, name: "a" });
  let text = "";
  const started = Promise.withResolvers<void>();
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
    if (text.split(" ready\n").length > logs.length) started.resolve();
  });
  const closed = once(child, "close");
  await Promise.race([started.promise, closed]);
  await sleep(Math.random() * 60);
  expect(child.exitCode).toBeNull();
  child.kill("SIGKILL");
  await closed;
  // a refusal would be there instead of a number, and the last line may be cut
  expect(text.slice(0, text.lastIndexOf("\n") + 1)).toMatch(/^(?:\d (?:ready|\d+)\n)*$/);
  return logs.map((_, index) =>
    [...text.matchAll(new RegExp(`^${index} (\\d+)\\n`, "gm"))].map(([, seq]) => Number(seq)),
  );
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
  }
  await ledger.close();
  return { head: verified.head, torn: torn !== undefined };
}

function fresh(): readonly Log[] {
  return widths.map((width) => ({ folder: folder(), width, head: undefined }));
}

const kills = processes * widths.length;

test(
  `kill -9 while ${kills} logs are written to loses nothing that was acknowledged`,
  { timeout: 120_000 },
  async () => {
    // what a process was compiled to is only kept when it ends by itself
    await said(startWriter({ logs: [{ folder: folder(), width: 1 }], segmentSize: 16, name: "a", count: 1 }));
    let [acknowledged, torn] = [0, 0];
    let logs = fresh();
    for (let run = 0; run < processes; run += 1) {
      // a log lives through some kills, and is not so long that looking at it takes all the time
      if (run % lives === 0) logs = fresh();
      for (const [index, told] of (await killed(logs)).entries()) {
        const log = logs[index] as Log;
        const before = log.head?.size ?? 0;
        const after = await looked(log);
        // numbers go on without a hole from what was there, and none of them is missing now
        const first = told[0] ?? before;
        expect(first).toBeGreaterThanOrEqual(before);
        expect(told).toEqual(told.map((_, at) => first + at));
        expect(first + told.length).toBeLessThanOrEqual(after.head.size);
        log.head = after.head;
        acknowledged += told.length;
        torn += after.torn ? 1 : 0;
      }
    }
    console.info(
      `${kills} kills in ${processes} processes: ${acknowledged} entries acknowledged, ${torn} torn tails set aside`,
    );
    // writers did work, so something was at stake
    expect(acknowledged).toBeGreaterThan(kills * 5);
  },
);
