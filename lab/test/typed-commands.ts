import { once } from "node:events";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Lab } from "@secondlock/lab";
import type { Desk } from "./desk.ts";

const COMMAND = join(import.meta.dirname, "../../packages/cli/bin/secondlock.js");

/** What a person types when the terminal asks this. It may depend on what was shown until then. */
export type Answer = readonly [asked: RegExp, typed: (shown: string) => string];

export interface Typed {
  readonly code: number | null;
  readonly shown: string;
}

/** Types `secondlock ...` as a page of the docs has it into a terminal of the operator's, and answers what it asks. */
export async function typeCommand(lab: Lab, desk: Desk, line: string, answers: readonly Answer[]): Promise<Typed> {
  const [program = "", verb = "", ...rest] = line.split(" ");
  if (program !== "secondlock") throw new Error(`not ours to type: ${line}`);
  // stands for the person's ~/.ssh/config, which knows the page's names
  const names = verb === "init" ? [] : ["--ssh-config", lab.operator.sshConfig];
  const argv = [process.execPath, COMMAND, verb, ...rest, ...names].join(" ");
  const child = lab.operator.spawn(["script", "--quiet", "--return", "--flush", "--command", argv, "/dev/null"], {
    cwd: desk.directory,
    env: { ...process.env, NO_COLOR: "1", LANG: "C.UTF-8", COLUMNS: "100" },
    stdio: "pipe",
  });
  const limit = setTimeout(() => child.kill("SIGTERM"), LIMIT_MS);
  let [shown, answered] = ["", 0];
  const look = (chunk: Buffer): void => {
    shown += stripVTControlCharacters(chunk.toString("utf8"));
    const open = shown.slice(answered);
    const found = answers.find(([asked]) => asked.test(open));
    if (found === undefined) return;
    answered = shown.length;
    const typed = `${found[1](shown)}\r`;
    // nobody types before the terminal has stopped to show it
    setTimeout(() => child.stdin?.write(typed), 300);
  };
  child.stdout?.on("data", look);
  child.stderr?.on("data", look);
  const [code] = (await once(child, "close")) as [number | null];
  clearTimeout(limit);
  return { code, shown: shown.replaceAll("\r", "") };
}

const LIMIT_MS = 120_000;
