import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples } from "./options.ts";

/** What the catalogue says. */
export function addCatalogue(program: Command, done: Done): void {
  program
    .command("explain")
    .summary("tell all about one control")
    .description("Prints why a control matters, the evidence it wants, the attempt on it, the fix and the sources.")
    .argument("<control>", "id of a control, e.g. ssh-no-password-login")
    .addHelpText("after", examples(["secondlock explain ssh-no-password-login"]))
    .action(async (id: string) => done((await import("../commands/explain.ts")).explainCommand(id, consoleOf())));

  program
    .command("controls")
    .summary("list the catalogue")
    .description("Lists every control with its area, severity and requirement ids.")
    .option("--area <area>", "only this area, e.g. ssh")
    .option("--json", "as JSON")
    .addHelpText("after", examples(["secondlock controls --area ssh", "secondlock controls --json"]))
    .action(async (options: Record<string, unknown>) =>
      done((await import("../commands/controls.ts")).controlsCommand(options, consoleOf())),
    );
}
