import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ownFolders } from "../testing/own-folder.ts";
import { said, start } from "../testing/own-process.ts";
import type { Asking, Question } from "../testing/asking-process.ts";
import { cut, datasync, made, remove, rename, type Step, sync, told, write } from "../testing/step.ts";
import { type Call, mayTrace, saidWhileFailing, traced } from "../testing/trace.ts";

const folder = ownFolders();
const segment = String.raw`\/log\/0000000000000000\.jsonl`;

function place(kind: Asking["kind"], own: string): Pick<Asking, "kind" | "path"> {
  return { kind, path: join(own, "log", kind === "SQLite" ? "log.db" : "") };
}

describe.skipIf(!mayTrace())("the kernel says that it is on disk", () => {
  test("before anybody is told that an entry is written", async () => {
    const own = folder();
    // 20 entries fill a segment of 16 and begin the next
    const ask = Array.from({ length: 20 }, (): Question => "append");
    const calls = await traced(own, { ...place("files", own), ask });
    const written = calls.filter(
      ({ name, text }) => /^p?write/.test(name) && text.includes(".jsonl>") && text.includes('{\\"hash'),
    );
    const synced = calls.filter(
      ({ name, text }) => name === "fdatasync" && text.includes(".jsonl>") && text.endsWith("= 0"),
    );
    const answers = calls.filter(({ name, text }) => name === "write" && /^write\(1(<[^>]*>)?, "append \d+/.test(text));
    expect(written).toHaveLength(20);
    expect(answers).toHaveLength(20);
    const between = (all: readonly Call[], n: number): boolean => {
      const [from, to] = [written[n], answers[n]] as [Call, Call];
      return all.some(({ began, ended }) => began > from.ended && ended < to.began);
    };
    for (const n of answers.keys()) expect(between(synced, n)).toBe(true);
    const folderSynced = calls.filter(
      ({ name, text }) => name === "fsync" && text.includes("/log>") && text.endsWith("= 0"),
    );
    for (const n of [0, 16]) expect(between(folderSynced, n)).toBe(true);
  });

  test.each<[string, Asking["kind"], readonly Question[], readonly Step[]]>([
    [
      "who the log is, before its first entry is written",
      "files",
      ["append"],
      [
        sync(String.raw`ledger\.json\.[^>]*part`),
        rename(String.raw`ledger\.json"`),
        sync("/log"),
        write(segment),
        datasync(segment),
        sync("/log"),
        told("append 0"),
      ],
    ],
    [
      "a packed segment, before the plain one goes",
      "packed files",
      ["append 16"],
      [
        sync(String.raw`${segment}\.zst\.[^>]*part`),
        rename(String.raw`${segment}\.zst"`),
        sync("/log"),
        remove(segment),
        sync("/log"),
        told("append 16 15"),
      ],
    ],
    [
      "a segment without a private value, before it takes the place of the old one",
      "files",
      ["append", "redact"],
      [
        told("append 0"),
        sync(String.raw`${segment}\.[^>]*part`),
        write(segment),
        datasync(segment),
        rename(`${segment}"`),
        sync("/log"),
        told("redact 1"),
      ],
    ],
    [
      "that the packed segment with the private value is gone",
      "packed files",
      ["append 16", "redact"],
      [
        told("append 16 15"),
        sync(String.raw`${segment}\.[^>]*part`),
        datasync(String.raw`16\.jsonl`),
        rename(`${segment}"`),
        sync("/log"),
        remove(String.raw`${segment}\.zst`),
        sync("/log"),
        sync(String.raw`${segment}\.zst\.[^>]*part`),
        told("redact 16"),
      ],
    ],
    [
      "a commit of SQLite's",
      "SQLite",
      ["append", "append"],
      [told("append 0"), write("log.db-wal"), sync("log.db-wal"), told("append 1")],
    ],
    [
      "that SQLite's log has the private value no more",
      "SQLite",
      ["append", "redact"],
      [told("append 0"), sync("log.db-wal"), sync("log.db"), cut("log.db-wal"), told("redact 1")],
    ],
  ])("%s", async (_, kind, ask, steps) => {
    const own = folder();
    mkdirSync(join(own, "log"), { mode: 0o700 });
    expect(made(await traced(own, { ...place(kind, own), ask }), steps)).toEqual(steps);
  });

  test.each<[string, string, string, string]>([
    ["cannot say that it has an entry", "fdatasync", "EIO:when=1", "append fate-unknown\nappend 0\nverify 1\n"],
    ["cannot say that it has the name of a file", "fsync", "EIO:when=4", "append fate-unknown\nappend 0\nverify 1\n"],
  ])("a disk that %s", async (_, call, error, answers) => {
    const own = folder();
    mkdirSync(join(own, "log"), { mode: 0o700 });
    const ask = ["append", "append", "verify"] as const;
    expect(await saidWhileFailing(call, error, { ...place("files", own), ask })).toBe(answers);
  });

  test("what is kept of a torn tail, before that is cut, and the cut, before anything is appended", async () => {
    const own = folder();
    const asking = { ...place("files", own), ask: ["append"] } as const;
    await said(start("asking-process.ts", [JSON.stringify(asking)]));
    appendFileSync(join(own, "log", "0000000000000000.jsonl"), '{"hash":"0123');
    const steps = [
      sync(String.raw`torn-0000000000000001-[^>]*part`),
      rename("torn-0000000000000001-"),
      sync("/log"),
      cut(segment),
      sync(segment),
      write(segment),
      datasync(segment),
      told("append 2"),
    ];
    expect(made(await traced(own, asking), steps)).toEqual(steps);
  });
});
