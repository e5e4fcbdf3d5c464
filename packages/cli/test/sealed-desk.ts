import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createPerson, pinOf, type SealedFile, writePin } from "@secondlock/vault/file";
import { makeShop, must, read, type Shop } from "@secondlock/vault/testing";
import { folder, kept, main, type Said, secondlock } from "./command.ts";

/** Ben's desk: a folder with a sealed file that ada owns, and his own folder, home, in it. */
export interface SealedDesk {
  readonly path: string;
  readonly home: string;
  readonly shop: Shop;
  readonly sealed: () => SealedFile;
  readonly run: (args: readonly string[], input?: string) => Promise<Said>;
}

export async function sealedDesk(
  secrets: Readonly<Record<string, string>>,
  more: Parameters<typeof makeShop>[1] = {},
): Promise<SealedDesk> {
  const path = folder();
  const home = join(path, "home");
  const shop = makeShop(secrets, more);
  await becomes(home, "ben", shop.ben);
  must(await writePin(home, pinOf(read(shop.bytes))));
  writeFileSync(join(path, ".env.sealed"), shop.bytes);
  return {
    ...{ path, home, shop },
    sealed: () => read(readFileSync(join(path, ".env.sealed"))),
    run: (args, input) =>
      secondlock(args, path, { env: { SECONDLOCK_HOME: home }, ...(input === undefined ? {} : { input }) }),
  };
}

/** Makes a person who has this key. */
export async function becomes(home: string, name: string, signer: Shop["ben"]): Promise<void> {
  must(await createPerson(home, name));
  writeFileSync(join(home, "signer.pem"), signer.secretKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
}

/** What a person types once the terminal asks this; each answer is given once, in order of need. */
export type Answers = readonly (readonly [question: string, answer: string])[];

/** The command at a terminal of its own. `shown` is all that stands on it afterwards. */
export function atTerminal(
  { path, home }: Pick<SealedDesk, "path" | "home">,
  answers: Answers,
  ...args: readonly string[]
): { readonly status: number | null; readonly shown: string } {
  const argv = ["-c", person, JSON.stringify(answers), process.execPath, main, ...args];
  const { status, stdout } = spawnSync("python3", argv, {
    ...{ cwd: path, encoding: "utf8", timeout: 60_000 },
    env: { PATH: process.env["PATH"], ...kept, SECONDLOCK_HOME: home, NO_COLOR: "1", TERM: "dumb", COLUMNS: "120" },
  });
  return { status, shown: stdout.replaceAll("\r", "") };
}

const person = `
import json, os, pty, sys
answers = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
unread = ""
while True:
    try:
        part = os.read(terminal, 65536).decode("utf-8", "replace")
    except OSError:
        break
    if not part:
        break
    sys.stdout.write(part)
    unread += part
    for index, (question, answer) in enumerate(answers):
        if question in unread:
            os.write(terminal, (answer + "\\n").encode())
            del answers[index]
            unread = ""
            break
_, status = os.waitpid(pid, 0)
sys.stdout.flush()
os._exit(os.waitstatus_to_exitcode(status) & 255)
`;
