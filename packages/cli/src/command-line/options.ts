import { type Command, Option } from "commander";
import type { ExitCode } from "../exit-codes.ts";

/** Takes the exit status of the command that was run. */
export type Done = (status: ExitCode) => void;

export const serviceFile = (): Option =>
  new Option("-f, --file <file>", "service file").default("secondlock.yaml").env("SECONDLOCK_FILE");

/** The options of every command that logs in to hosts. */
export function overSsh(command: Command): Command {
  return command
    .option("-F, --ssh-config <file>", "ssh configuration instead of your own")
    .option("--ask", "let ssh ask for passphrases too; a code is asked for at a terminal by itself")
    .option("--sudo-password-stdin", "read sudo's password from standard input instead of asking");
}

export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}\n`;
}
