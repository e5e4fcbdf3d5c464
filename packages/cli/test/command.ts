import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { builtCommand } from "../../../test/built-programs.ts";

export const main = join(import.meta.dirname, "../bin/secondlock.js");

export interface Said {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Where a command finds what Node made of our sources before, whatever its home is. */
export const kept = { XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] };

/** A folder for one test, gone when it ends. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "secondlock-cli-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Runs the command as a person would, without a terminal. */
export async function secondlock(
  args: readonly string[],
  cwd: string,
  how: { readonly uid?: number; readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<Said> {
  const { promise, resolve } = Promise.withResolvers<Said>();
  const command = args[0] === "run" ? main : await builtCommand();
  const child = spawn(process.execPath, [command, ...args], {
    cwd,
    env: { PATH: process.env["PATH"], ...kept, LANG: "C.UTF-8", HOME: cwd, ...how.env },
    ...(how.uid === undefined ? {} : { uid: how.uid, gid: how.uid }),
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  child.stdin.end(how.input ?? "");
  child.on("close", (status) => resolve({ status, out, err }));
  return await promise;
}
