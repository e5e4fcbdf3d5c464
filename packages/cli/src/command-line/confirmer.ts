import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples } from "./options.ts";

/** The second lock as a service, and its log. */
export function addConfirmer(program: Command, done: Done): void {
  for (const add of [addService, addLog]) add(program, done);
}

const ownFolder = "/var/lib/secondlock/confirmer";

function addService(program: Command, done: Done): void {
  program
    .command("confirmer")
    .summary("run the confirmer: the second lock of sealed secrets")
    .description(
      "Confirms openings that are in their owners' policy, and sees no secret. Without options: on this machine alone, with SQLite and files in its folder. It runs until it is told to stop, and then answers what is under way.",
    )
    .option("--folder <folder>", "where it keeps what it has to; made at the first start", ownFolder)
    .option("--listen <address>", "where hosts reach it", "127.0.0.1:8440")
    .option("--origin <url>", "how hosts call it, if a proxy or a name stands before it")
    .option("--health <address>", "health page and metrics; none: nowhere", "127.0.0.1:8441")
    .option("--master-key <file>", "32 bytes as base64url; default: systemd's credential, or a file beside the folder")
    .option("--postgres <file>", "a file with the address of a PostgreSQL database, instead of SQLite")
    .option("--tls-certificate <file>", "PEM; read again on SIGHUP")
    .option("--tls-key <file>", "PEM")
    .option("--workers <count>", "processes that answer", "1")
    .option("--alert-webhook <file>", "a file with the https address that refusals are posted to")
    .option("--alert-command <program>", "a program that gets refusals as JSON on standard input")
    .option("--print-unit", "print a systemd unit for these options, and start nothing")
    .option("--print-socket", "print a systemd socket for these options, and start nothing")
    .addHelpText(
      "after",
      examples([
        "secondlock confirmer",
        "secondlock confirmer --listen 203.0.113.9:8440 --tls-certificate cert.pem --tls-key key.pem",
        "secondlock confirmer --master-key /etc/secondlock/confirmer.master-key --print-unit",
      ]),
    )
    .action(async (options: Record<string, unknown>) =>
      done(await (await import("../commands/confirmer.ts")).confirmerCommand(options, consoleOf())),
    );
}

function addLog(program: Command, done: Done): void {
  const log = program
    .command("log")
    .summary("show who opened what, and verify that nobody changed the log")
    .description("Shows a confirmer's log, on its machine: every opening, every refusal, every change of a key.")
    .option("--folder <folder>", "the confirmer's folder", ownFolder)
    .option("--postgres <file>", "a file with the address of its PostgreSQL database")
    .option("--from <number>", "the first entry that is shown", "0")
    .option("--json", "one JSON line for each entry")
    .addHelpText("after", examples(["secondlock log", "secondlock log --from 1200 --json", "secondlock log verify"]))
    .action(async (options: Record<string, unknown>) =>
      done(await (await import("../commands/log.ts")).logCommand(options, consoleOf())),
    );
  log
    .command("verify")
    .summary("verify the log against a kept head and a host's receipts")
    .description(
      "Reads the whole log once, and says whether it is the one that the head was made of, and whether each opening that a host has a receipt of stands in it. Notes in the folder when that was.",
    )
    .option("--folder <folder>", "the confirmer's folder", ownFolder)
    .option("--postgres <file>", "a file with the address of its PostgreSQL database")
    .option("--head <file>", "a head that was kept elsewhere; default: the folder's own")
    .option("--receipts <file>", "receipts of a host: receipts in the folder of its keys")
    .option("--json", "as JSON")
    .addHelpText("after", examples(["secondlock log verify", "secondlock log verify --head head --receipts receipts"]))
    .exitOverride()
    .showHelpAfterError("hint: secondlock log verify --help shows its options")
    .action(async (options: Record<string, unknown>) =>
      done(await (await import("../commands/log-verify.ts")).logVerifyCommand(options, consoleOf())),
    );
}
