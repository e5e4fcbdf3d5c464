import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples, serviceFile } from "./options.ts";

/** What a person looks at: the audit, what turned since another one, and what would open if something were lost. */
export function addAudits(program: Command, done: Done): void {
  for (const add of [addAudit, addDiff, addBreak]) add(program, done);
}

function addAudit(program: Command, done: Done): void {
  program
    .command("audit")
    .summary("tell what happens when a lock breaks")
    .description(
      "Audits every host of the service file from inside and outside and answers what happens when a lock breaks. Without a file: this machine. It changes nothing.",
    )
    .argument(
      "[logins...]",
      "audit these instead, e.g. deploy@host: inside only, because attempts go only to hosts of the service file",
    )
    .addOption(serviceFile())
    .option("--host <host...>", "only these hosts of the service file")
    .option("--inside-only", "make no attempts")
    .option("--full", "look at all 65,535 TCP ports instead of the usual 1,000")
    .option("--all", "list every control")
    .option("--json [file]", "write the audit as JSON (docs/schema/audit.schema.json)")
    .option("--sarif [file]", "write SARIF 2.1.0")
    .option("--junit [file]", "write JUnit XML")
    .option("--html [file]", "write one self-contained HTML page")
    .option("--redact", "replace names and addresses, for a report that leaves the team")
    .option("--since <audit>", "show what turned since an earlier audit: last, or a file")
    .option("--fail-on <conditions>", "exit with 1 on any of: broken, contradiction, unknown, answer:no, none", "none")
    .option("--no-keep", "do not keep this audit in .secondlock/audits")
    .option("-F, --ssh-config <file>", "ssh configuration instead of your own")
    .option("--as-auditor", "log in as the auditor of the service file, as CI does: it reads, and no code is asked for")
    .option("-i, --identity <file>", "log in with this private key alone")
    .option("--ask", "let ssh ask for passphrases too; a code is asked for at a terminal by itself")
    .option("--sudo-password-stdin", "read sudo's password from standard input instead of asking")
    .option("--timeout <seconds>", "most seconds for the inside of one host", "90")
    .option("--width <hosts>", "hosts read at once", "16")
    .option("--ascii", "use no characters beyond ASCII")
    .option("--show-script", "print the script that would run on the first host, and run nothing")
    .addHelpText(
      "after",
      examples([
        "secondlock audit",
        "secondlock audit --html report.html",
        "secondlock audit --since last --fail-on broken,contradiction,answer:no",
        "secondlock audit deploy@app-1.example --json",
      ]),
    )
    .action(async (logins: string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/audit.ts")).auditCommand(logins, options, consoleOf())),
    );
}

function addDiff(program: Command, done: Done): void {
  program
    .command("diff")
    .summary("show what turned between two audits")
    .description("Compares two kept audits: the last two, or the files given.")
    .argument("[before]", "an audit file; default: the one before the last")
    .argument("[after]", "an audit file; default: the last one")
    .option("--json", "as JSON")
    .addHelpText("after", examples(["secondlock diff", "secondlock diff --json"]))
    .action(async (before: string | undefined, after: string | undefined, options: Record<string, unknown>) =>
      done(await (await import("../commands/diff.ts")).diffCommand(before, after, options, consoleOf())),
    );
}

function addBreak(program: Command, done: Done): void {
  program
    .command("break")
    .summary("ask what would open if this were lost")
    .description(
      "Takes one thing down and tells what would open, what holds by one lock, and the cheapest lock to add. Uses the last kept audit.",
    )
    .argument("<what>", "e.g. laptop:ada-laptop, key:ada, host:app-1, person:ada, vendor:NAME")
    .addOption(serviceFile())
    .option("--json", "as JSON")
    .addHelpText("after", examples(["secondlock break host:app-1", "secondlock break laptop:ada-laptop"]))
    .action(async (what: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/break.ts")).breakCommand(what, options, consoleOf())),
    );
}
