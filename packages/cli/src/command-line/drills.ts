import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples, overSsh, serviceFile } from "./options.ts";

/** What is acted out on purpose. */
export function addDrills(program: Command, done: Done): void {
  overSsh(
    program
      .command("drill")
      .summary("act out something bad, and see whether it is noticed")
      .description(
        "login-alert: logs in afresh, leaves a mark in the journal, and tells after how many seconds which channel took the alert. Ends with 1 when one did not.",
      )
      .argument("<what>", "login-alert")
      .argument("[hosts...]", "hosts of the service file; default: all")
      .addOption(serviceFile())
      .option("--within <seconds>", "time for the alert to be delivered", "30"),
  )
    .addHelpText("after", examples(["secondlock drill login-alert", "secondlock drill login-alert app-1 --within 10"]))
    .action(async (what: string, hosts: string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/drill.ts")).drillCommand(what, hosts, options, consoleOf())),
    );
}
