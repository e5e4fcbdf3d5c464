import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples, overSsh, serviceFile } from "./options.ts";

/** How people get in. */
export function addAccess(program: Command, done: Done): void {
  for (const add of [addEnrol, addSshConfig, addOpenSsh]) add(program, done);
}

function addEnrol(program: Command, done: Done): void {
  program
    .command("enrol")
    .summary("give a person a second factor for SSH")
    .description(
      "Makes a secret for an authenticator app, shows it once, lets the person prove it with a code, and writes it on the host. It requires nothing by itself.",
    )
    .argument("<person>", "a name under people in the service file")
    .addOption(serviceFile())
    .option("--host <host>", "host of the service file; not needed when the person administers one")
    .option("--fido2", "tell how to make a key in security hardware instead")
    .option("--again", "replace a second factor that is there; the old one holds until the new one is proven")
    .option("--ascii", "no QR code: print the key and the address to type")
    .option("--print", "show the secret although standard output is no terminal")
    .option("--dry-run", "tell what would be done, and connect to nothing")
    .option("-F, --ssh-config <file>", "ssh configuration instead of your own")
    .addHelpText("after", examples(["secondlock enrol ada --host app-1", "secondlock enrol ada --fido2"]))
    .action(async (person: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/enrol.ts")).enrolCommand(person, options, consoleOf())),
    );
}

function addSshConfig(program: Command, done: Done): void {
  program
    .command("ssh-config")
    .summary("print client stanzas for ssh")
    .description(
      "Prints a stanza for ~/.ssh/config for each host: only the keys that are meant for it, jumps instead of a forwarded agent, verified host keys.",
    )
    .argument("[person]", "only the hosts of this person, with the person's own account")
    .addOption(serviceFile())
    .option("-i, --identity <file>", "log in with this private key alone; without it the line stands as a comment")
    .addHelpText(
      "after",
      examples(["secondlock ssh-config", "secondlock ssh-config ada --identity ~/.ssh/id_ed25519 >> ~/.ssh/config"]),
    )
    .action(async (person: string | undefined, options: Record<string, unknown>) =>
      done(await (await import("../commands/ssh-config.ts")).sshConfigCommand(person, options, consoleOf())),
    );
}

function addOpenSsh(program: Command, done: Done): void {
  overSsh(
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
      .addOption(serviceFile()),
  )
    .addHelpText(
      "after",
      examples([
        "secondlock open-ssh app-1 --for 30m",
        "secondlock open-ssh app-1 --over db-1",
        "secondlock open-ssh app-1 --close",
      ]),
    )
    .action(async (host: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/open-ssh.ts")).openSshCommand(host, options, consoleOf())),
    );
}
