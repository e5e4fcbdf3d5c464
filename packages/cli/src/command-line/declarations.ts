import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples, serviceFile } from "./options.ts";

/** What is written into the service file. */
export function addDeclarations(program: Command, done: Done): void {
  program
    .command("init")
    .summary("write a first service file")
    .description("Looks at this machine and project and writes a commented secondlock.yaml to go on from.")
    .addOption(serviceFile())
    .option("--print", "print it instead of writing it")
    .addHelpText("after", examples(["secondlock init", "secondlock init --print"]))
    .action(async (options: Record<string, unknown>) =>
      done(await (await import("../commands/init.ts")).initCommand(options, consoleOf())),
    );

  program
    .command("accept")
    .summary("record an exception")
    .description(
      "Records in the service file that a control is not met on a host, until a date. It is shown, never green, and fails once expired.",
    )
    .argument("<control>", "id of a control")
    .requiredOption("--host <host>", "host of the service file")
    .requiredOption("--until <date>", "last day on which it holds, e.g. 2027-01-31")
    .requiredOption("--reason <text>", "why")
    .addOption(serviceFile())
    .option("--dry-run", "print the file as it would be, and write nothing")
    .addHelpText(
      "after",
      examples(['secondlock accept ssh-idle-timeout --host app-1 --until 2027-01-31 --reason "long running deploys"']),
    )
    .action(async (id: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/accept.ts")).acceptCommand(id, options, consoleOf())),
    );
}
