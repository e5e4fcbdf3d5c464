import { runCommand } from "./commands/run.ts";
import { readRunLine } from "./commands/run-options.ts";
import { consoleOf } from "./console.ts";
import type { ExitCode } from "./exit-codes.ts";
import { tellThrown } from "./thrown-error.ts";

/** Runs a plain line of `secondlock run`; undefined where the whole command line has to look at it. */
export async function runLine(words: readonly string[]): Promise<ExitCode | undefined> {
  const line = readRunLine(words);
  if (line === undefined) return undefined;
  try {
    return await runCommand(line.argv, line.options, consoleOf());
  } catch (error) {
    tellThrown(consoleOf(), error);
    return 125;
  }
}
