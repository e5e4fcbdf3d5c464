import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples, overSsh, serviceFile } from "./options.ts";

/** What changes hosts, and shows it first. */
export function addChanges(program: Command, done: Done): void {
  for (const add of [addPlan, addHarden, addUndo, addUninstall]) add(program, done);
}

function addPlan(program: Command, done: Done): void {
  overSsh(
    program
      .command("plan")
      .summary("show what harden would change")
      .description(
        "Shows what would change, what that closes, what is different for people afterwards, and what could go wrong. A long plan is shown in short; --all shows every line. Nothing is touched.",
      )
      .argument("[hosts...]", "hosts of the service file; default: all")
      .addOption(serviceFile())
      .option("--only <control...>", "only these controls")
      .option("--except <control...>", "all but these controls")
      .option("--all", "show every line of every difference, and what to do by hand")
      .option("--json", "as JSON")
      .option("--exit-code", "exit with 1 when harden would change something, e.g. to tell drift in CI")
      .option("--ascii", "use no characters beyond ASCII"),
  )
    .addHelpText(
      "after",
      examples([
        "secondlock plan",
        "secondlock plan app-1 --all",
        "secondlock plan app-1 --only ssh-no-password-login",
      ]),
    )
    .action(async (hosts: string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/plan.ts")).planCommand(hosts, options, consoleOf())),
    );
}

function addHarden(program: Command, done: Done): void {
  overSsh(
    program
      .command("harden")
      .summary("bring hosts to what the service file says")
      .description(
        "Shows the plan, asks, applies it, and proves it from inside and outside. Each host takes the change back by itself unless a new login confirms it in time.",
      )
      .argument("[hosts...]", "hosts of the service file; default: all")
      .addOption(serviceFile())
      .option("--only <control...>", "only these controls")
      .option("--except <control...>", "all but these controls")
      .option("--batch <hosts>", "hosts changed at once; the first failure stops the rest", "1")
      .option("--confirm-within <seconds>", "time to confirm before the host takes it back", "120")
      .option("--lock-wait <seconds>", "time to wait for another program that installs packages", "60")
      .option("--overwrite", "also put back files of ours that were changed by hand")
      .option("--dry-run", "show the plan only")
      .option("--all", "show every line of the plan")
      .option("--yes", "do not ask")
      .option(
        "--json",
        "print what became of each host as JSON, and all else to standard error; needs --yes or --dry-run",
      )
      .option("--ascii", "use no characters beyond ASCII"),
  )
    .addHelpText(
      "after",
      examples(["secondlock harden app-1", "secondlock harden --batch 2 --yes", "secondlock harden --yes --json"]),
    )
    .action(async (hosts: string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/harden.ts")).hardenCommand(hosts, options, consoleOf())),
    );
}

function addUndo(program: Command, done: Done): void {
  overSsh(
    program
      .command("undo")
      .summary("bring a host back to before a change")
      .description("Restores every file byte for byte from the journal on the host, confirmed like any other change.")
      .argument("<host>", "host of the service file")
      .option("--to <when>", "id of a change, or a day or time in UTC; everything since then is taken back")
      .option("--list", "list what was changed")
      .addOption(serviceFile())
      .option("--confirm-within <seconds>", "time to confirm before the host takes it back", "120")
      .option("--overwrite", "also write over files of ours that were changed by hand")
      .option("--dry-run", "show only what would be brought back")
      .option("--yes", "do not ask"),
  )
    .addHelpText("after", examples(["secondlock undo app-1", "secondlock undo app-1 --to 2026-11-21T16:10"]))
    .action(async (host: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/undo.ts")).undoCommand(host, options, consoleOf())),
    );
}

function addUninstall(program: Command, done: Done): void {
  overSsh(
    program
      .command("uninstall")
      .summary("leave nothing of Secondlock on a host")
      .description(
        "Brings a host back to before the first change, confirmed by a new login, and removes the journal and every file and unit of ours. Says what stays.",
      )
      .argument("<host>", "host of the service file")
      .option(
        "--keep-settings",
        "leave the settings as they are; remove only the journal and the units of the roll-back",
      )
      .addOption(serviceFile())
      .option("--confirm-within <seconds>", "time to confirm before the host takes the undo back", "120")
      .option("--overwrite", "also write over files of ours that were changed by hand")
      .option("--dry-run", "show only what would go and what would stay")
      .option("--yes", "do not ask"),
  )
    .addHelpText("after", examples(["secondlock uninstall app-1", "secondlock uninstall app-1 --keep-settings"]))
    .action(async (host: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/uninstall.ts")).uninstallCommand(host, options, consoleOf())),
    );
}
