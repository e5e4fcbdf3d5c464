import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Asking } from "../testing/asking-process.ts";
import { ownFolders } from "../testing/own-folder.ts";
import { said, start } from "../testing/own-process.ts";
import { datasync, made, type Step, sync, told } from "../testing/step.ts";
import { killedBefore, mayTrace, traced } from "../testing/trace.ts";

const folder = ownFolders();

/** A log whose last writer wrote its lines and was killed before it waited for the disk. */
async function left(kind: Asking["kind"], last: "append" | "append 16"): Promise<Pick<Asking, "kind" | "path">> {
  const own = join(folder(), "log");
  mkdirSync(own, { mode: 0o700 });
  const place = { kind, path: join(own, kind === "SQLite" ? "log.db" : "") };
  if (kind === "SQLite") {
    await said(start("asking-process.ts", [JSON.stringify({ ...place, ask: [] })]));
    // two are of the write-ahead log's beginning and of its name
    expect(await killedBefore("fsync", 3, { ...place, ask: [last] })).toBe(true);
  } else {
    expect(await killedBefore("fdatasync", 1, { ...place, ask: [last] })).toBe(true);
    expect(readFileSync(join(own, "0000000000000000.jsonl"), "utf8").endsWith("}\n")).toBe(true);
  }
  return place;
}

describe.skipIf(!mayTrace())("what a writer left that was killed before its sync is synced", () => {
  const [lines, name] = [datasync(String.raw`0000000000000000\.jsonl`), sync("/log")];
  const log: Step = [/^f(data)?sync$/, /log\.db-wal>\)\s+= 0$/];

  test.each<[string, Asking["kind"], "append" | "append 16", Omit<Asking, "kind" | "path">, readonly Step[]]>([
    ["files: a writer's head", "files", "append", { ask: ["head"] }, [lines, name, told("head 1")]],
    ["files: a reader's head", "files", "append", { reads: true, ask: ["head"] }, [lines, name, told("head 1")]],
    ["files: a reader's verify", "files", "append", { reads: true, ask: ["verify"] }, [lines, name, told("verify 1")]],
    ["files: an append behind them", "files", "append", { ask: ["append"] }, [lines, name, told("append 1")]],
    ["files: an append to the next file", "files", "append 16", { ask: ["append"] }, [lines, name, told("append 16")]],
    ["SQLite: a writer's head", "SQLite", "append", { ask: ["head"] }, [log, told("head 1")]],
    ["SQLite: a reader's head", "SQLite", "append", { reads: true, ask: ["head"] }, [log, told("head 1")]],
    ["SQLite: a reader's verify", "SQLite", "append", { reads: true, ask: ["verify"] }, [log, told("verify 1")]],
  ])("before an answer: %s", async (_, kind, last, asking, steps) => {
    const place = await left(kind, last);
    const calls = await traced(folder(), { ...place, ...asking });
    expect(made(calls, steps)).toEqual(steps);
  });
});
