import { Command, CommanderError } from "commander";
import { addAccess } from "./command-line/access.ts";
import { addAudits } from "./command-line/audits.ts";
import { addCatalogue } from "./command-line/catalogue.ts";
import { addChanges } from "./command-line/changes.ts";
import { addConfirmer } from "./command-line/confirmer.ts";
import { addDeclarations } from "./command-line/declarations.ts";
import { addDrills } from "./command-line/drills.ts";
import { addExports } from "./command-line/exports.ts";
import { examples, serviceFile } from "./command-line/options.ts";
import { addRequests } from "./command-line/requests.ts";
import { addSealedFile } from "./command-line/sealed-file.ts";
import { addOwning } from "./command-line/owning.ts";
import { addSealing } from "./command-line/sealing.ts";
import { addSecrets } from "./command-line/secrets.ts";
import { consoleOf } from "./console.ts";
import type { ExitCode } from "./exit-codes.ts";
import { tellThrown } from "./thrown-error.ts";
import { version } from "./version.ts";

/** Runs the command line and gives its exit status. Each command is loaded only when it is used. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  let status: ExitCode = 0;
  const program = buildProgram((code) => {
    status = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    tellThrown(consoleOf(), error);
    return 4;
  }
}

/** The whole command line, without running any of it: also what the reference page is made from. */
export function buildProgram(done: (status: ExitCode) => void): Command {
  const program = new Command("secondlock")
    .description(
      "What happens when this lock breaks? Secondlock audits your servers from inside and outside, and answers.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    // what stands behind the program that `run` starts is that program's
    .enablePositionalOptions()
    .showHelpAfterError("hint: secondlock --help lists the commands and options")
    .addHelpText(
      "after",
      examples([
        "secondlock audit",
        "secondlock audit deploy@app-1.example",
        "secondlock explain ssh-no-password-login",
      ]),
    );

  for (const add of [
    addAudits,
    addDeclarations,
    addCatalogue,
    addChanges,
    addAccess,
    addExports,
    addDrills,
    addRequests,
    addSecrets,
    addSealing,
    addOwning,
    addSealedFile,
    addConfirmer,
  ])
    add(program, done);
  program
    .command("completion")
    .summary("print shell completion")
    .description(
      "Prints a completion script for your shell. It completes commands, options, hosts of the service file and controls.",
    )
    .argument("<shell>", "bash, zsh or fish; hosts or controls: only the ids, as such a script asks for them")
    .addOption(serviceFile())
    .addHelpText("after", examples(['eval "$(secondlock completion bash)"', "secondlock completion fish | source"]))
    .action(async (what: string, options: Record<string, unknown>) =>
      done(await (await import("./commands/completion.ts")).completionCommand(what, options, program, consoleOf())),
    );

  for (const command of program.commands)
    command.exitOverride().showHelpAfterError(`hint: secondlock ${command.name()} --help shows its options`);
  return program;
}
