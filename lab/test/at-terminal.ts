import { join } from "node:path";
import { type CommandResult, type Lab, THROWAWAY } from "@secondlock/lab";
import type { Desk } from "./desk.ts";

const COMMAND = join(import.meta.dirname, "../../packages/cli/bin/secondlock.js");

/** What a person types once the last line of the terminal is this; each answer is given once, in order of need. */
export type Answers = readonly (readonly [question: string, answer: string])[];

/** Runs `secondlock ARGS` at a terminal of its own, with a person at it who has only these answers. */
export async function atTerminal(
  { operator }: Lab,
  { directory }: Desk,
  answers: Answers,
  ...args: readonly string[]
): Promise<Pick<CommandResult, "code" | "stdout"> & { readonly left: Answers }> {
  const command = [process.execPath, COMMAND, ...args, "--ssh-config", operator.sshConfig];
  const ran = await operator.exec(["python3", "-c", person, JSON.stringify(answers), ...command], {
    cwd: directory,
    env: { [THROWAWAY.variable]: operator.passwords.canary, NO_COLOR: "1", TERM: "dumb", COLUMNS: "120" },
    timeoutMs: 120_000,
  });
  const [seen = "", tail = "[]"] = ran.stdout.split("\u0000left ");
  return { code: ran.code, stdout: seen.replaceAll("\r", ""), left: JSON.parse(tail) as Answers };
}

const person = `
import json, os, pty, select, sys, time
answers = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
seen, unread, until = "", "", time.time() + 110
while time.time() < until:
    ready, _, _ = select.select([terminal], [], [], 1)
    if not ready:
        continue
    try:
        part = os.read(terminal, 65536).decode("utf-8", "replace")
    except OSError:
        break
    if not part:
        break
    seen += part
    unread += part
    for index, (question, answer) in enumerate(answers):
        if question in unread:
            os.write(terminal, (answer + "\\n").encode())
            del answers[index]
            unread = ""
            break
_, status = os.waitpid(pid, 0)
sys.stdout.write(seen + "\\0left " + json.dumps(answers))
sys.stdout.flush()
os._exit(os.waitstatus_to_exitcode(status) & 255)
`;
