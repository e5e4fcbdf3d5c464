import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownFolders } from "../testing/own-folder.ts";
import { said, startWriter } from "../testing/own-process.ts";
import { ready } from "../testing/ready.ts";

const folder = ownFolders();
const mayTrace = ready(
  spawnSync("strace", ["-e", "trace=none", "true"]).status === 0,
  "strace is not there, or may not trace",
);

interface Call {
  readonly name: string;
  /** The line on which it began, and the one on which it ended. */
  readonly began: number;
  readonly ended: number;
  readonly text: string;
}

/** Puts together again what strace tells in two lines when another thread came between. */
function callsOf(trace: string): readonly Call[] {
  const calls: Call[] = [];
  const open = new Map<string, { readonly began: number; readonly text: string }>();
  for (const [at, line] of trace.split("\n").entries()) {
    const [, thread = "", text = ""] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(text);
    if (text.endsWith("<unfinished ...>")) open.set(thread, { began: at, text: text.replace("<unfinished ...>", "") });
    else if (resumed !== null) {
      const start = open.get(thread);
      if (start !== undefined)
        calls.push({ name: resumed[1] ?? "", ...start, ended: at, text: start.text + (resumed[2] ?? "") });
    } else if (/^\w+\(/.test(text)) calls.push({ name: text.slice(0, text.indexOf("(")), began: at, ended: at, text });
  }
  return calls.toSorted((a, b) => a.ended - b.ended);
}

test.skipIf(!mayTrace)("the kernel says that an entry is on disk before anybody is told so", async () => {
  const own = folder();
  const trace = join(own, "trace");
  const watched = "trace=openat,write,pwrite64,fsync,fdatasync,rename";
  // -y: with the path of each file; 20 entries fill a segment of 16 and begin the next
  const work = { logs: [{ folder: join(own, "log"), width: 1 }], segmentSize: 16, name: "a", count: 20 };
  await said(startWriter(work, ["strace", "-f", "-y", "-e", watched, "-o", trace]));
  const calls = callsOf(readFileSync(trace, "utf8"));

  const written = calls.filter(
    ({ name, text }) => /^p?write/.test(name) && text.includes(".jsonl>") && text.includes('{\\"hash'),
  );
  const synced = calls.filter(
    ({ name, text }) => name === "fdatasync" && text.includes(".jsonl>") && text.endsWith("= 0"),
  );
  const told = calls.filter(({ name, text }) => name === "write" && /^write\(1(<[^>]*>)?, "0 \d+\\n"/.test(text));
  expect(written).toHaveLength(20);
  expect(told).toHaveLength(20);
  for (const [n, answer] of told.entries()) {
    const write = written[n] as Call;
    expect(synced.some(({ began, ended }) => began > write.ended && ended < answer.began)).toBe(true);
  }

  const folderSynced = calls.filter(
    ({ name, text }) => name === "fsync" && text.includes("/log>") && text.endsWith("= 0"),
  );
  for (const n of [0, 16]) {
    const [write, answer] = [written[n], told[n]] as [Call, Call];
    expect(folderSynced.some(({ began, ended }) => began > write.ended && ended < answer.began)).toBe(true);
  }
});
