import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { openEnvironment, purposes } from "@secondlock/vault/run";
import { send } from "@secondlock/vault/send";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { unopened } from "../unopened.ts";

/** Opens a sealed file and becomes the program. Comes back only when that could not be done. */
export async function runCommand(
  argv: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const purpose = purposes.find((each) => each === options["purpose"]);
  if (purpose === undefined) return refuse(console, "--purpose takes one of its words", purposes.join(", "), 125);
  const account = typeof options["user"] === "string" ? accountOf(options["user"]) : undefined;
  if (typeof options["user"] === "string" && account === undefined)
    return refuse(console, `there is no user ${options["user"]}`, "getent passwd lists them", 125);
  if (account !== undefined && process.geteuid?.() !== 0)
    return refuse(console, "only root can become another user", "leave --user out, or start this as root", 125);
  // before anything is asked of anybody
  const program = programOf(argv[0] ?? "", process.env["PATH"] ?? "");
  if (typeof program === "number")
    return refuse(console, `${argv[0]} cannot be started`, "name a program, or its whole path", program);

  const opened = await openEnvironment({
    ...{ file: String(options["file"]), keys: String(options["keys"]), purpose, send },
    host: typeof options["as"] === "string" ? options["as"] : hostname(),
  });
  if (!opened.ok) {
    const { what, hint } = unopened(opened);
    return refuse(console, what, hint, 125);
  }
  for (const confirmer of opened.value.besideUs)
    console.err(`secondlock: one lock left: ${confirmer} runs on this machine, so both locks fall with it\n`);
  if (account !== undefined) become(account);
  process.execve?.(program, [...argv], { ...process.env, ...Object.fromEntries(opened.value.values) });
  return refuse(console, "this Node cannot become another program", "Node 24 on Linux can", 125);
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

function accountOf(name: string): Account | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((each) => each.startsWith(`${name}:`));
  const [, , uid = "", gid = ""] = line?.split(":") ?? [];
  return /^\d+$/.test(uid) && /^\d+$/.test(gid) ? { name, uid: Number(uid), gid: Number(gid) } : undefined;
}

/** Groups first: afterwards there is no right to any more. */
function become({ name, uid, gid }: Account): void {
  const { initgroups, setgid, setuid } = process as unknown as {
    // @types/node leaves it out
    readonly initgroups: (name: string, gid: number) => void;
    readonly setgid: (gid: number) => void;
    readonly setuid: (uid: number) => void;
  };
  initgroups(name, gid);
  setgid(gid);
  setuid(uid);
}

/** The path of a program, as execvp(3) finds it; 127 where there is none, 126 where it cannot be started. */
function programOf(name: string, path: string): string | 126 | 127 {
  const candidates = name.includes("/") ? [name] : path.split(":").map((folder) => join(folder || ".", name));
  const found = candidates.filter((each) => statSync(each, { throwIfNoEntry: false })?.isFile() === true);
  return found.find(isExecutable) ?? (found.length > 0 ? 126 : 127);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
