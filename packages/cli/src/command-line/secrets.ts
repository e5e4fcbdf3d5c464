import type { Command } from "commander";
import { runOptions } from "../commands/run-options.ts";
import { consoleOf } from "../console.ts";
import { type Done, examples } from "./options.ts";

/** Secrets in a sealed file: one half of the key is on the host, the other with a confirmer that never sees them. */
export function addSecrets(program: Command, done: Done): void {
  const run = program
    .command("run")
    .summary("start a program with the secrets of a sealed file")
    .description(
      "Opens a sealed file with this host's key and its confirmers' live answers, and becomes the program: its environment has the values, and no disk ever has. Signals, exit status and standard streams are the program's own.",
    )
    .argument("<program>", "and its arguments, behind --")
    .argument("[arguments...]")
    .passThroughOptions()
    .addHelpText("after", examples(["secondlock run -- node app.js", "secondlock run --user shop -- node app.js"]))
    .action(async (program: string, args: readonly string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/run.ts")).runCommand([program, ...args], options, consoleOf())),
    );
  for (const { flags, description, value } of runOptions) run.option(flags, description, value);
}
