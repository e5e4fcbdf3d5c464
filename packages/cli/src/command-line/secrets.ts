import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples } from "./options.ts";

/** Secrets in a sealed file: one half of the key is on the host, the other with a confirmer that never sees them. */
export function addSecrets(program: Command, done: Done): void {
  program
    // until there is a command that seals: what it opens can only be made by a program
    .command("run", { hidden: true })
    .summary("start a program with the secrets of a sealed file")
    .description(
      "Opens a sealed file with this host's key and its confirmers' live answers, and becomes the program: its environment has the values, and no disk ever has. Signals, exit status and standard streams are the program's own.",
    )
    .argument("<program>", "and its arguments, behind --")
    .argument("[arguments...]")
    .option("-f, --file <file>", "the sealed file", ".env.sealed")
    .option("--keys <folder>", "this host's keys", "/var/lib/secondlock/keys")
    .option("--as <host>", "the name of this host in the file; default: what the system calls itself")
    .option("--user <name>", "become this user first, so that the program cannot read the keys")
    .option("--purpose <purpose>", "start, task, edit, rotate or test: for the confirmer's policy and log", "start")
    .passThroughOptions()
    .addHelpText("after", examples(["secondlock run -- node app.js", "secondlock run --user shop -- node app.js"]))
    .action(async (program: string, args: readonly string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/run.ts")).runCommand([program, ...args], options, consoleOf())),
    );
}
