import { sanitise } from "@secondlock/engine/sanitise";
import type { ExitCode } from "./exit-codes.ts";

/** Where a command speaks. Results go to standard output; everything else to standard error. */
export interface Console {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** True when standard output is a terminal that may be coloured. */
  readonly colour: boolean;
  /** Columns for reports. */
  readonly width: number;
  /** False when the locale cannot show more than ASCII. */
  readonly unicode: boolean;
  /** True when a person watches standard error. */
  readonly progress: boolean;
}

export function consoleOf(env: NodeJS.ProcessEnv = process.env): Console {
  const terminal = process.stdout.isTTY;
  return {
    out: (text) => void process.stdout.write(asCalled(text, env)),
    err: (text) => void process.stderr.write(asCalled(text, env)),
    colour: terminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb",
    width: Math.max(60, Math.min(terminal ? process.stdout.columns : 100, 120)),
    unicode: !/^(C|POSIX)$/.test(env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "en.UTF-8"),
    progress: process.stderr.isTTY && (env["CI"] ?? "") === "",
  };
}

const commands =
  /\bsecondlock (?=(?:audit|init|explain|controls|diff|break|accept|plan|harden|undo|uninstall|enrol|ssh-config|open-ssh|export|drill|sign|verify|run|set|unset|secrets|trust|merge-sealed|import|recovery|confirmer|log|seal|host|editor|owner|policy|approve|revoke|shred|rotate)\b)/g;

/** Started by npm there is no `secondlock` on the path: what is printed to be typed has to work as it stands. */
export function asCalled(text: string, env: NodeJS.ProcessEnv): string {
  const byNpm = env["npm_lifecycle_event"] === "audit" || env["npm_lifecycle_event"] === "secondlock";
  return byNpm && !/^[{[]/.test(text) ? text.replaceAll(commands, "npm run secondlock -- ") : text;
}

/** Characters of a complaint: it may name many hosts. */
const longest = 8_000;

/** A failure for people: what happened, then what to do. */
export function complain(console: Console, what: string, hint: string): void {
  // reasons come from hosts as well, by many ways; this is the last place before the terminal
  console.err(`secondlock: ${sanitise(what, longest)}\nhint: ${sanitise(hint, longest)}\n`);
}

/** What is wrong with the service file or the words of the command line, as that was found; it ends the command. */
export function tellProblems(console: Console, problems: string): ExitCode {
  console.err(problems.endsWith("\n") ? problems : `${problems}\n`);
  return 2;
}

/** A failure that ends the command. */
export function refuse(console: Console, what: string, hint: string, status: ExitCode): ExitCode {
  complain(console, what, hint);
  return status;
}
