import { setTimeout as sleep } from "node:timers/promises";
import { quote } from "../collect/quote.ts";
import { sanitiseLine } from "../report/sanitise.ts";
import { runProcess } from "./process.ts";
import type { RunOptions, Ran } from "./target.ts";

/** Seconds for the login's shell to come up and sudo to ask; and then for sudo to take the password. */
const startSeconds = 15;
const sudoSeconds = 8;
const asks = "secondlock-asks";
const ready = "secondlock-ready";

/**
 * The command that starts the shell of a script, as root where that needs no password. The login shell may be any, also
 * csh or fish: only this one word list is left to it, which is why there is no line break in it.
 */
export function plainCommand({ as, shell }: Pick<RunOptions, "as" | "shell">): string {
  const start = `exec ${shell} -s`;
  if (as === "login") return `sh -c ${quote(start)}`;
  return `sh -c ${quote(`${ifRoot(start)} elif LC_ALL=C sudo -n true 2>/dev/null; then exec sudo -n ${shell} -s; else ${start}; fi`)}`;
}

/**
 * The same with sudo's password, which is sent only once sudo asks. A second question means that it was wrong: sudo is
 * killed there, while it still belongs to the login. It would ask on otherwise, and count even the end of input as a
 * further failure, and a few of them lock the account.
 */
export function passwordCommand(shell: string): string {
  const start = `printf "${ready}\\n"; exec ${shell} -s`;
  const known = `sh -c ${quote('echo "$$" >&2; exec "$@"')} sh`;
  const sudo = `LC_ALL=C ${known} sudo -k -S -p "$(printf "${asks}\\n ")" sh -c ${quote(start)} 2>&1 >&3 3>&-`;
  const second = `printf "${asks}\\n" >&3; if [ "$asked" = yes ]; then kill -KILL "$pid"; else asked=yes; fi`;
  const listen = `read -r pid; while IFS= read -r line; do case $line in *${asks}) ${second};; *) printf "%s\\n" "$line" >&2;; esac; done`;
  return `sh -c ${quote(`${ifRoot(start)} else { ${sudo} | { ${listen}; }; } 3>&1; fi`)}`;
}

function ifRoot(start: string): string {
  return `if [ "$(id -u)" = 0 ]; then ${start};`;
}

/** Runs a script behind {@link passwordCommand}: the password goes in when sudo asks, the script when a shell is ready. */
export async function runWithPassword(
  argv: readonly [string, ...string[]],
  secret: string,
  script: string,
  options: RunOptions,
): Promise<Extract<Ran, { state: "ended" }>> {
  const { promise: asked, resolve: ask } = Promise.withResolvers<boolean>();
  const { promise: taken, resolve: take } = Promise.withResolvers<boolean>();
  let head = "";
  const watch = (chunk: Buffer): void => {
    if (head.length < 64 * 1024) head += chunk.toString("latin1");
    if (head.includes(`${asks}\n`)) ask(true);
    if (head.includes(`${ready}\n`)) take(true);
  };
  const { promise: stop, resolve: giveUp } = Promise.withResolvers<string>();
  const within = async (seconds: number, event: Promise<boolean>): Promise<boolean> =>
    await Promise.race([event, sleep(seconds * 1_000, false, { ref: false })]);
  async function* input(): AsyncGenerator<string> {
    if (!(await within(startSeconds, Promise.race([asked, taken])))) return giveUp(`no end after ${startSeconds} s`);
    if (!head.includes(`${ready}\n`)) yield `${secret}\n`;
    if (await within(sudoSeconds, taken)) yield script;
  }
  const ended = await runProcess(argv, input(), { ...options, watch, stop });
  const start = ended.stdout.indexOf(`${ready}\n`);
  if (start >= 0) return { state: "ended", ...ended, stdout: ended.stdout.subarray(start + ready.length + 1) };
  // what it says of a second try, and the shell of its end, is no news
  const words = ended.stderr.split("\n").map((line) => line.trim());
  const news = words.filter((line) => line !== "" && !/^(Sorry, try again|Killed)/.test(line));
  const said = sanitiseLine(news.at(-1) ?? "", 200);
  if (ended.interrupted !== undefined || ended.status === 255) return { state: "ended", ...ended };
  const refused = head.includes(`${asks}\n`) ? "sudo does not take the password" : "sudo does not ask for the password";
  const wrongPassword = head.split(`${asks}\n`).length > 2 ? { wrongPassword: true as const } : {};
  return { state: "ended", ...ended, refused: said === "" ? refused : `${refused}: ${said}`, ...wrongPassword };
}
