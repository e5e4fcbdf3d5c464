import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Read } from "@secondlock/model";
import { type Framed, parseFrames } from "./frames.ts";
import { collectScript, type NumberedRead } from "./script.ts";

const nonce = "fedcba9876543210fedcba9876543210";

type Named = Readonly<Record<string, Read>>;

function numbered(reads: Named): readonly NumberedRead[] {
  return Object.values(reads).map((read, number) => ({ number, read: { root: false, ...read } }));
}

const withPerl = (script: string): string => script;
const withoutPerl = (script: string): string => script.replaceAll("command -v perl", "command -v no-such-perl");

const sh = (script: string, more: Partial<Read> = {}): Read => ({ argv: ["sh", "-c", script], ...more });

describe.each([
  ["perl, sh", withPerl, "sh"],
  ["perl, bash", withPerl, "bash"],
  ["sh alone", withoutPerl, "sh"],
])("what runs the reads: %s", (_name, made, shell) => {
  function framesOf<Reads extends Named>(reads: Reads): Readonly<Record<keyof Reads, Framed | undefined>> {
    const all = numbered(reads);
    const stdout = execFileSync(shell, ["-s"], {
      input: made(collectScript(all, nonce)),
      maxBuffer: 1e8,
      timeout: 30_000,
    });
    const frames = parseFrames(stdout, nonce, all);
    expect(frames.complete).toBe(true);
    const entries = Object.keys(reads).map((name, number) => [name, frames.byNumber.get(number)] as const);
    return Object.fromEntries(entries) as Record<keyof Reads, Framed | undefined>;
  }
  const read = (raw: object): unknown => expect.objectContaining({ state: "read", raw: expect.objectContaining(raw) });

  it("brings back output, status and standard error, each with its own read", () => {
    const found = framesOf({
      plain: { argv: ["printf", "a\\nb"] },
      wrong: sh("echo wrong >&2; exit 3"),
      absent: { argv: ["no-such-program"] },
      reader: { argv: ["cat"] },
      killed: sh("kill -9 $$"),
      quiet: { argv: ["true"] },
    });
    expect(found.plain).toEqual({ state: "read", raw: { stdout: "a\nb", stderr: "", status: 0, truncated: false } });
    expect(found.wrong).toEqual(read({ stdout: "", stderr: "wrong", status: 3 }));
    expect(found.absent).toEqual(read({ status: 127 }));
    expect(found.reader, "a command gets no input of ours").toEqual(read({ stdout: "", status: 0 }));
    expect(found.killed).toEqual(read({ status: 137 }));
    expect(found.quiet).toEqual(read({ stdout: "", stderr: "", status: 0 }));
  });

  it("keeps the last of what is said on standard error, however much it is", () => {
    const { loud } = framesOf({
      loud: sh("i=0; while [ $i -lt 20000 ]; do echo line $i >&2; i=$((i + 1)); done; echo the end >&2"),
    });
    expect(loud).toEqual(read({ status: 0, stderr: expect.stringMatching(/\nthe end$/) }));
    if (loud?.state === "read") expect(loud.raw.stderr.length).toBeLessThanOrEqual(500);
  });

  it("takes as many bytes as it may, to the byte", () => {
    const found = framesOf({
      exact: sh("head -c 5000 /dev/zero | tr '\\0' x", { bytes: 5_001 }),
      cut: sh("head -c 200000 /dev/zero | tr '\\0' x", { bytes: 150_000 }),
      endless: { argv: ["yes"], bytes: 1_000 },
    });
    expect(found.exact).toEqual(read({ stdout: "x".repeat(5_000), truncated: false }));
    expect(found.cut).toEqual(read({ stdout: "x".repeat(150_000), truncated: true }));
    expect(found.endless).toEqual(read({ stdout: "y\n".repeat(500), truncated: true }));
  });

  it("ends what does not end by itself, and goes on", () => {
    const found = framesOf({
      sleeper: { argv: ["sleep", "60"], seconds: 1 },
      stubborn: sh("trap '' TERM; sleep 60 & wait; sleep 60", { seconds: 1 }),
      after: { argv: ["echo", "after"] },
    });
    expect(found.sleeper).toEqual(read({ status: 124 }));
    expect(found.stubborn?.state === "read" && [124, 137].includes(found.stubborn.raw.status)).toBe(true);
    expect(found.after).toEqual(read({ stdout: "after\n", status: 0 }));
  });

  it("ends what has closed its outputs and goes on in silence", () => {
    const found = framesOf({
      silent: sh("exec >&- 2>&-; sleep 60", { seconds: 1 }),
      after: { argv: ["echo", "after"] },
    });
    expect(found.silent).toEqual(read({ status: 124 }));
    expect(found.after).toEqual(read({ stdout: "after\n" }));
  });

  it("takes the status from its own mark, whatever a child says that outlives its command", () => {
    const found = framesOf({
      late: sh("(trap '' TERM; sleep 1; echo root >&2) >/dev/null & exit 3"),
      loud: sh("(sleep 1; head -c 2000 /dev/zero | tr '\\0' x >&2; echo; echo root >&2) >/dev/null & exit 3"),
    });
    expect(found.late).toEqual(read({ status: 3 }));
    expect(found.loud?.state).toBe("read");
  });

  it("passes every argument on as it is", () => {
    const hostile = "a'b\"$(echo c)`echo d`;\\ *\n#%s";
    expect(framesOf({ hostile: { argv: ["printf", "%s", hostile] } }).hostile).toEqual(read({ stdout: hostile }));
    expect(framesOf({ empty: { argv: ["printf", "[%s]", ""] } }).empty).toEqual(read({ stdout: "[]" }));
  });

  it("gives binary noise back, and frames that a command forges stay its output", () => {
    const { noise } = framesOf({ noise: { argv: ["printf", "\\000\\377\\n0123 0 end 0\\n"] } });
    expect(noise).toEqual(read({ stdout: "\0\uFFFD\n0123 0 end 0\n" }));
  });

  it("leaves nothing running of a read whose first shell gives in", async () => {
    const mark = `8${process.pid}.${Math.floor(performance.now())}`;
    const stubborn = `sh -c 'trap "" TERM; while :; do sleep ${mark}; done' 2>/dev/null | cat`;
    framesOf({ stubborn: sh(stubborn, { seconds: 1 }) });
    for (let tries = 0; tries < 30 && running(mark).length > 0; tries += 1) await sleep(100);
    expect(running(mark)).toEqual([]);
  });

  it("leaves nothing running when the connection goes away", async () => {
    const mark = `7${process.pid}.${Math.floor(performance.now())}`;
    const reads = numbered({ first: { argv: ["echo", "first"] }, last: sh(`sleep ${mark}; :`, { seconds: 2 }) });
    const child = spawn(shell, ["-s"], { stdio: ["pipe", "pipe", "ignore"] });
    child.stdin.end(made(collectScript(reads, nonce)));
    await once(child.stdout, "data");
    child.stdout.destroy();
    await once(child, "exit");
    for (let tries = 0; tries < 50 && running(mark).length > 0; tries += 1) await sleep(100);
    expect(running(mark)).toEqual([]);
  });
});

function running(mark: string): readonly string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && commandOf(name).includes(`sleep\0${mark}`));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    // gone since it was listed
    return "";
  }
}

it("gives the nonce to no command line, where every account of the host could read it", () => {
  const nonce = "feedfacefeedfacefeedfacefeedface";
  const seen: NumberedRead = {
    number: 0,
    read: {
      argv: ["sh", "-c", "tr '\\0' ' ' < /proc/$PPID/cmdline; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '"],
      root: false,
      bytes: 1_000_000,
    },
  };
  const framed = parseFrames(
    execFileSync("sh", ["-s"], { input: collectScript([seen], nonce), maxBuffer: 1e8 }),
    nonce,
    [seen],
  ).byNumber.get(0);
  expect(framed?.state === "read" && framed.raw.stdout.includes("perl")).toBe(true);
  expect(framed?.state === "read" && framed.raw.stdout.includes(nonce)).toBe(false);
});
