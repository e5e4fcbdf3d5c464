import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples, overSsh, serviceFile } from "./options.ts";

/** What is made of the plan for other programs. */
export function addExports(program: Command, done: Done): void {
  overSsh(
    program
      .command("export")
      .summary("write a host's settings for cloud-init or Ansible")
      .description(
        "Writes what the service file says of a host as user data for the first boot of a server that does not exist yet, or as a playbook. No secret stands in it, and nothing is touched.",
      )
      .argument("<kind>", "cloud-init or ansible")
      .argument("<host>", "host of the service file")
      .addOption(serviceFile())
      .option("-o, --output <file>", "write to this file instead of standard output")
      .option("--force", "replace that file if it is there")
      .option("--from-host", "ansible: what the host needs that is there now, instead of a plain Debian 12"),
  )
    .addHelpText(
      "after",
      examples(["secondlock export cloud-init app-1 -o user-data.yaml", "secondlock export ansible app-1 --from-host"]),
    )
    .action(async (kind: string, host: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/export.ts")).exportCommand(kind, host, options, consoleOf())),
    );
}
