import { flushCompileCache } from "node:module";
import { hostname } from "node:os";
import { openEnvironment, purposes, type SealedEnvironment } from "@secondlock/vault/run";
import { courier } from "@secondlock/vault/send";
import { complain, type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { unopened } from "../unopened.ts";
import { type Account, accountOf, become } from "./run-account.ts";
import { goApart, isApart, withFiles, writeFiles } from "./run-files.ts";
import { memoryFacts, waysToDisk } from "./run-memory.ts";
import { programOf } from "./run-program.ts";

/** Opens a sealed file and becomes the program. Comes back only when that could not be done. */
export async function runCommand(
  argv: readonly string[],
  options: Readonly<Record<string, unknown>>,
  console: Console,
): Promise<ExitCode> {
  const purpose = purposes.find((each) => each === options["purpose"]);
  if (purpose === undefined) return refuse(console, "--purpose takes one of its words", purposes.join(", "), 125);
  const wait = Number(options["wait"]);
  if (!/^\d{1,5}$/.test(String(options["wait"])))
    return refuse(console, "--wait takes seconds", "300 is the default, 0 does not wait", 125);
  const account = typeof options["user"] === "string" ? accountOf(options["user"]) : undefined;
  if (typeof options["user"] === "string" && account === undefined)
    return refuse(console, `there is no user ${options["user"]}`, "getent passwd lists them", 125);
  const asFiles = options["asFiles"] === true;
  if ((account !== undefined || asFiles) && process.geteuid?.() !== 0)
    return asFiles
      ? refuse(console, "only root can mount memory that is never swapped", "start this as root, with --user", 125)
      : refuse(console, "only root can become another user", "leave --user out, or start this as root", 125);
  // before anything is asked of anybody
  const program = programOf(argv[0] ?? "", process.env["PATH"] ?? "");
  if (typeof program === "number")
    return refuse(console, `${argv[0]} cannot be started`, "name a program, or its whole path", program);
  if (asFiles && !isApart(process.env)) {
    goApart();
    return refuse(console, "there is no mount namespace for the files", "unshare(1) of util-linux makes it", 125);
  }

  const { reach, send } = courier();
  const credentials = process.env["CREDENTIALS_DIRECTORY"];
  const opened = await openEnvironment({
    ...{ file: String(options["file"]), keys: String(options["keys"]), purpose, reach, send, wait: wait * 1_000 },
    ...(credentials === undefined ? {} : { credentials }),
    ...{
      timeless: options["clock"] === false,
      waits: ({ confirmer, handle }) => tellWaiting(console, confirmer, handle),
    },
    host: typeof options["as"] === "string" ? options["as"] : hostname(),
  });
  if (!opened.ok) {
    const { what, hint } = unopened(opened);
    return refuse(console, what, hint, 125);
  }
  tellWeakness(console, opened.value);
  return start(program, argv, opened.value.values, { account, asFiles, console });
}

function start(
  program: string,
  argv: readonly string[],
  values: ReadonlyMap<string, string>,
  { account, asFiles, console }: { account: Account | undefined; asFiles: boolean; console: Console },
): ExitCode {
  let env: NodeJS.ProcessEnv = { ...process.env, ...Object.fromEntries(values) };
  if (asFiles) {
    const owner = account ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    if (!writeFiles(values, owner))
      return refuse(console, "the memory for the files cannot be mounted", "mount(8) needs CAP_SYS_ADMIN here", 125);
    env = withFiles(process.env);
  }
  // what Node made of our sources is kept at the end of a process, and this one has none
  flushCompileCache();
  if (account !== undefined) become(account);
  process.execve?.(program, [...argv], env);
  return refuse(console, "this Node cannot become another program", "Node 24 on Linux can", 125);
}

function tellWaiting({ err }: Console, confirmer: string, handle: string): void {
  err(
    `secondlock: ${confirmer} waits for approval: ${handle}\nhint: an approver runs secondlock approve -- ${handle}\n`,
  );
}

/** Two locks of which one failure opens both are told as what they are, at each start. */
function tellWeakness(console: Console, { besideUs, onOneDisk, receiptsKept }: SealedEnvironment): void {
  for (const confirmer of besideUs)
    console.err(`secondlock: one lock left: ${confirmer} runs on this machine, so both locks fall with it\n`);
  if (besideUs.length === 0 && onOneDisk)
    console.err("secondlock: one lock left for who copies this disk: no TPM holds the keys of this host\n");
  for (const way of waysToDisk(memoryFacts())) console.err(`secondlock: ${way}\n`);
  if (!receiptsKept)
    complain(console, "the confirmers' receipts cannot be written down", "make room in the folder of the keys");
}
