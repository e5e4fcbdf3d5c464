import { Command, CommanderError, Option } from "commander";
import { consoleOf } from "./console.ts";
import type { ExitCode } from "./exit-codes.ts";
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
    const what = error instanceof Error ? error.message : String(error);
    if (isRefusal(error)) {
      process.stderr.write(
        `secondlock: the system refuses: ${what.slice(0, 500)}\nhint: make room or check the rights there; TMPDIR names another place for temporary files\n`,
      );
      return 4;
    }
    process.stderr.write(
      `secondlock: an error of its own: ${what.slice(0, 500)}\nhint: please report it with the command that you ran; SECONDLOCK_DEBUG=1 prints where it happened\n`,
    );
    if (process.env["SECONDLOCK_DEBUG"] === "1" && error instanceof Error)
      process.stderr.write(`${error.stack ?? ""}\n`);
    return 4;
  }
}

/** A full or read-only disk, or a file that may not be touched: no error of ours. */
function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return (
    typeof code === "string" && ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "ENOENT", "EMFILE"].includes(code)
  );
}

const serviceFile = (): Option =>
  new Option("-f, --file <file>", "service file").default("secondlock.yaml").env("SECONDLOCK_FILE");

/** The whole command line, without running any of it: also what the reference page is made from. */
export function buildProgram(done: (status: ExitCode) => void): Command {
  const program = new Command("secondlock")
    .description(
      "What happens when this lock breaks? Secondlock audits your servers from inside and outside, and answers.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .showHelpAfterError("hint: secondlock --help lists the commands and options")
    .addHelpText(
      "after",
      examples([
        "secondlock audit",
        "secondlock audit deploy@app-1.example",
        "secondlock explain ssh-no-password-login",
      ]),
    );

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
    .option("--host <id...>", "only these hosts of the service file")
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
    .option("--ask", "let ssh ask for passphrases and codes on the terminal")
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
      done(await (await import("./commands/audit.ts")).auditCommand(logins, options, consoleOf())),
    );

  program
    .command("init")
    .summary("write a first service file")
    .description("Looks at this machine and project and writes a commented secondlock.yaml to go on from.")
    .addOption(serviceFile())
    .option("--print", "print it instead of writing it")
    .addHelpText("after", examples(["secondlock init", "secondlock init --print"]))
    .action(async (options: Record<string, unknown>) =>
      done(await (await import("./commands/init.ts")).initCommand(options, consoleOf())),
    );

  program
    .command("explain")
    .summary("tell all about one control")
    .description("Prints why a control matters, the evidence it wants, the attempt on it, the fix and the sources.")
    .argument("<control>", "id of a control, e.g. ssh-no-password-login")
    .addHelpText("after", examples(["secondlock explain ssh-no-password-login"]))
    .action(async (id: string) => done((await import("./commands/explain.ts")).explainCommand(id, consoleOf())));

  program
    .command("controls")
    .summary("list the catalogue")
    .description("Lists every control with its area, severity and requirement ids.")
    .option("--area <area>", "only this area, e.g. ssh")
    .option("--json", "as JSON")
    .addHelpText("after", examples(["secondlock controls --area ssh", "secondlock controls --json"]))
    .action(async (options: Record<string, unknown>) =>
      done((await import("./commands/controls.ts")).controlsCommand(options, consoleOf())),
    );

  program
    .command("diff")
    .summary("show what turned between two audits")
    .description("Compares two kept audits: the last two, or the files given.")
    .argument("[before]", "an audit file; default: the one before the last")
    .argument("[after]", "an audit file; default: the last one")
    .option("--json", "as JSON")
    .addHelpText("after", examples(["secondlock diff", "secondlock diff --json"]))
    .action(async (before: string | undefined, after: string | undefined, options: Record<string, unknown>) =>
      done(await (await import("./commands/diff.ts")).diffCommand(before, after, options, consoleOf())),
    );

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
      done(await (await import("./commands/break.ts")).breakCommand(what, options, consoleOf())),
    );

  program
    .command("accept")
    .summary("record an exception")
    .description(
      "Records in the service file that a control is not met on a host, until a date. It is shown, never green, and fails once expired.",
    )
    .argument("<control>", "id of a control")
    .requiredOption("--host <id>", "host of the service file")
    .requiredOption("--until <date>", "last day on which it holds, e.g. 2027-01-31")
    .requiredOption("--reason <text>", "why")
    .addOption(serviceFile())
    .option("--dry-run", "print the file as it would be, and write nothing")
    .addHelpText(
      "after",
      examples(['secondlock accept ssh-idle-timeout --host app-1 --until 2027-01-31 --reason "long running deploys"']),
    )
    .action(async (id: string, options: Record<string, unknown>) =>
      done(await (await import("./commands/accept.ts")).acceptCommand(id, options, consoleOf())),
    );

  program
    .command("enrol")
    .summary("give a person a second factor for SSH")
    .description(
      "Makes a secret for an authenticator app, shows it once, lets the person prove it with a code, and writes it on the host. It requires nothing by itself.",
    )
    .argument("<person>", "a name under people in the service file")
    .addOption(serviceFile())
    .option("--host <id>", "host of the service file; not needed when the person administers one")
    .option("--fido2", "tell how to make a key in security hardware instead")
    .option("--again", "replace a second factor that is there; the old one holds until the new one is proven")
    .option("--ascii", "no QR code: print the key and the address to type")
    .option("--print", "show the secret although standard output is no terminal")
    .option("--dry-run", "tell what would be done, and connect to nothing")
    .option("-F, --ssh-config <file>", "ssh configuration instead of your own")
    .addHelpText("after", examples(["secondlock enrol ada --host app-1", "secondlock enrol ada --fido2"]))
    .action(async (person: string, options: Record<string, unknown>) =>
      done(await (await import("./commands/enrol.ts")).enrolCommand(person, options, consoleOf())),
    );

  program
    .command("ssh-config")
    .summary("print client stanzas for ssh")
    .description(
      "Prints a stanza for ~/.ssh/config for each host: only the keys that are meant for it, jumps instead of a forwarded agent, verified host keys.",
    )
    .argument("[person]", "only the hosts of this person, with the person's own account")
    .addOption(serviceFile())
    .addHelpText("after", examples(["secondlock ssh-config", "secondlock ssh-config ada >> ~/.ssh/config"]))
    .action(async (person: string | undefined, options: Record<string, unknown>) =>
      done(await (await import("./commands/ssh-config.ts")).sshConfigCommand(person, options, consoleOf())),
    );

  program
    .command("plan")
    .summary("show what harden would change")
    .description(
      "Shows per resource what is wrong, the exact change, what it closes, what it costs, and what could go wrong. Nothing is touched.",
    )
    .argument("[hosts...]", "hosts of the service file; default: all")
    .addOption(serviceFile())
    .option("--only <id...>", "only these controls")
    .option("--except <id...>", "all but these controls")
    .option("--json", "as JSON")
    .option("-F, --ssh-config <file>", "ssh configuration instead of your own")
    .option("--ask", "let ssh ask for passphrases and codes on the terminal")
    .option("--sudo-password-stdin", "read sudo's password from standard input instead of asking")
    .option("--ascii", "use no characters beyond ASCII")
    .addHelpText("after", examples(["secondlock plan", "secondlock plan app-1 --only ssh-no-password-login"]))
    .action(async (hosts: string[], options: Record<string, unknown>) =>
      done(await (await import("./commands/plan.ts")).planCommand(hosts, options, consoleOf())),
    );

  program
    .command("harden")
    .summary("bring hosts to what the service file says")
    .description(
      "Shows the plan, asks, applies it, and proves it from inside and outside. Each host takes the change back by itself unless a new login confirms it in time.",
    )
    .argument("[hosts...]", "hosts of the service file; default: all")
    .addOption(serviceFile())
    .option("--only <id...>", "only these controls")
    .option("--except <id...>", "all but these controls")
    .option("--batch <hosts>", "hosts changed at once; the first failure stops the rest", "1")
    .option("--confirm-within <seconds>", "time to confirm before the host takes it back", "120")
    .option("--overwrite", "also put back files of ours that were changed by hand")
    .option("--dry-run", "show the plan only")
    .option("--yes", "do not ask")
    .option("-F, --ssh-config <file>", "ssh configuration instead of your own")
    .option("--ask", "let ssh ask for passphrases and codes on the terminal")
    .option("--sudo-password-stdin", "read sudo's password from standard input instead of asking")
    .option("--ascii", "use no characters beyond ASCII")
    .addHelpText("after", examples(["secondlock harden app-1", "secondlock harden --batch 2 --yes"]))
    .action(async (hosts: string[], options: Record<string, unknown>) =>
      done(await (await import("./commands/harden.ts")).hardenCommand(hosts, options, consoleOf())),
    );

  program
    .command("undo")
    .summary("bring a host back to before a change")
    .description("Restores every file byte for byte from the journal on the host, confirmed like any other change.")
    .argument("<host>", "host of the service file")
    .option("--to <when>", "id of a change, or the beginning of its date; everything since then is taken back")
    .option("--list", "list what was changed")
    .addOption(serviceFile())
    .option("--confirm-within <seconds>", "time to confirm before the host takes it back", "120")
    .option("--dry-run", "show only what would be brought back")
    .option("--yes", "do not ask")
    .option("-F, --ssh-config <file>", "ssh configuration instead of your own")
    .option("--ask", "let ssh ask for passphrases and codes on the terminal")
    .option("--sudo-password-stdin", "read sudo's password from standard input instead of asking")
    .addHelpText("after", examples(["secondlock undo app-1", "secondlock undo app-1 --to 20261121T10"]))
    .action(async (host: string, options: Record<string, unknown>) =>
      done(await (await import("./commands/undo.ts")).undoCommand(host, options, consoleOf())),
    );

  program
    .command("uninstall")
    .summary("leave nothing of Secondlock on a host")
    .description(
      "Brings a host back to before the first change, confirmed by a new login, and removes the journal and every file and unit of ours. Says what stays.",
    )
    .argument("<host>", "host of the service file")
    .option("--keep-settings", "leave the settings as they are; remove only the journal and the units of the roll-back")
    .addOption(serviceFile())
    .option("--confirm-within <seconds>", "time to confirm before the host takes the undo back", "120")
    .option("--dry-run", "show only what would go and what would stay")
    .option("--yes", "do not ask")
    .option("-F, --ssh-config <file>", "ssh configuration instead of your own")
    .option("--ask", "let ssh ask for passphrases and codes on the terminal")
    .option("--sudo-password-stdin", "read sudo's password from standard input instead of asking")
    .addHelpText("after", examples(["secondlock uninstall app-1", "secondlock uninstall app-1 --keep-settings"]))
    .action(async (host: string, options: Record<string, unknown>) =>
      done(await (await import("./commands/uninstall.ts")).uninstallCommand(host, options, consoleOf())),
    );

  program
    .command("open-ssh")
    .summary("open SSH to one address for a time")
    .description(
      "Opens a port that the service file declares on demand, to one address. The host closes it by itself, and keeps a record in its log.",
    )
    .argument("<host>", "host of the service file")
    .option("--for <time>", "for how long, from 1m to 8h", "30m")
    .option("--from <address>", "the address to open it to; default: the one that you come from")
    .option("--over <way>", "the way in to use: a host of the service file, or a login such as ada@jump.example")
    .option("--close", "close it now")
    .addOption(serviceFile())
    .option("-F, --ssh-config <file>", "ssh configuration instead of your own")
    .option("--ask", "let ssh ask for passphrases and codes on the terminal")
    .option("--sudo-password-stdin", "read sudo's password from standard input instead of asking")
    .addHelpText(
      "after",
      examples([
        "secondlock open-ssh app-1 --for 30m",
        "secondlock open-ssh app-1 --over db-1",
        "secondlock open-ssh app-1 --close",
      ]),
    )
    .action(async (host: string, options: Record<string, unknown>) =>
      done(await (await import("./commands/open-ssh.ts")).openSshCommand(host, options, consoleOf())),
    );

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
    .option("--from-host", "ansible: what the host needs that is there now, instead of a plain Debian 12")
    .option("-F, --ssh-config <file>", "ssh configuration instead of your own")
    .option("--ask", "let ssh ask for passphrases and codes on the terminal")
    .option("--sudo-password-stdin", "read sudo's password from standard input instead of asking")
    .addHelpText(
      "after",
      examples(["secondlock export cloud-init app-1 -o user-data.yaml", "secondlock export ansible app-1 --from-host"]),
    )
    .action(async (kind: string, host: string, options: Record<string, unknown>) =>
      done(await (await import("./commands/export.ts")).exportCommand(kind, host, options, consoleOf())),
    );

  program
    .command("drill")
    .summary("act out something bad, and see whether it is noticed")
    .description(
      "login-alert: logs in afresh, leaves a mark in the journal, and tells after how many seconds which channel took the alert. Ends with 1 when one did not.",
    )
    .argument("<what>", "login-alert")
    .argument("[hosts...]", "hosts of the service file; default: all")
    .addOption(serviceFile())
    .option("--within <seconds>", "time for the alert to be delivered", "30")
    .option("-F, --ssh-config <file>", "ssh configuration instead of your own")
    .option("--ask", "let ssh ask for passphrases and codes on the terminal")
    .option("--sudo-password-stdin", "read sudo's password from standard input instead of asking")
    .addHelpText("after", examples(["secondlock drill login-alert", "secondlock drill login-alert app-1 --within 10"]))
    .action(async (what: string, hosts: string[], options: Record<string, unknown>) =>
      done(await (await import("./commands/drill.ts")).drillCommand(what, hosts, options, consoleOf())),
    );

  program
    .command("completion")
    .summary("print shell completion")
    .description("Prints a completion script for your shell.")
    .argument("<shell>", "bash, zsh or fish")
    .addHelpText("after", examples(['eval "$(secondlock completion bash)"']))
    .action(async (shell: string) =>
      done((await import("./commands/completion.ts")).completionCommand(shell, program, consoleOf())),
    );

  for (const command of program.commands)
    command.exitOverride().showHelpAfterError(`hint: secondlock ${command.name()} --help shows its options`);
  return program;
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}\n`;
}
