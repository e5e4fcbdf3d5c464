import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples } from "./options.ts";
import { home, more, sealed, withConfirmers, withHere, withPolicy } from "./sealing-options.ts";

/** What an owner does with a file: seals it, lets hosts in, and says who edits it. */
export function addSealing(program: Command, done: Done): void {
  for (const add of [addSeal, addHost, addEditor]) add(program, done);
}

function addSeal(program: Command, done: Done): void {
  const seal = program
    .command("seal")
    .summary("seal an environment file")
    .description(
      "Reads an environment file as the npm package dotenv does, and writes it sealed: safe to commit, and nothing opens it but a host with its own key and a live confirmation, or the people who keep the recovery pages. A file that is sealed already gets what changed. Makes you the owner, with a key of your own, the first time.",
    )
    .argument("[file]", "the file with your secrets, or - for standard input", ".env")
    .option("-f, --file <file>", "the sealed file; default: the same name with .sealed behind it")
    .option("--recovery <recipient>", "who opens it when all else fails: secondlock recovery split prints it", more)
    .option("--no-recovery", "nobody does")
    .option("--card <file>", "a host that opens it: what secondlock host card printed there; again for more", more)
    .option("--any-confirmer", "one of several confirmers is enough, instead of all of them")
    .option("--loader <name>", "allow a variable that decides what is loaded, run or trusted; again for more", more)
    .option("--all", "set every value anew, also where nobody knows whether it changed")
    .option("--dry-run", "tell what would be set anew, and write nothing")
    .option("--name <name>", "how you are to be called, where you have no key yet: makes one")
    .option(...home)
    .addHelpText(
      "after",
      examples([
        "secondlock seal --recovery age1...",
        "secondlock seal .env --here --recovery age1...",
        "secondlock seal .env --card app-1.card --source 203.0.113.7/32 --recovery age1...",
      ]),
    )
    .action(async (file: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/seal.ts")).sealCommand(file, options, consoleOf())),
    );
  withPolicy(withConfirmers(withHere(seal)));
}

function addHost(program: Command, done: Done): void {
  const host = program
    .command("host")
    .summary("let hosts open a sealed file, or no more")
    .description(
      "card: prints who this host is, and makes its keys. add: invites a host by its card. hand-over: on a host that opens the file already, puts the key in for the invited one. wrap: on the invited host, prints its half. finish: puts that into the file. remove: revokes a host's keys, and takes it out of the file.",
    )
    .argument("<what>", "card, add, hand-over, wrap, finish or remove")
    .argument(
      "[name]",
      "add: the card's file. hand-over, wrap, finish: the file with the line; default: standard input. remove: the host",
    )
    .option(...sealed)
    .option("--new-keys", "card: make new keys, as the old ones may be known to somebody")
    .option("--replace", "add: another host, or other keys, in the place of one that is in the file")
    .option("--keep-keys", "remove: do not revoke the host's keys; older files still let it in")
    .option("--owner <key>", "wrap: the owner's public key, where this host does not know it yet")
    .option(...home)
    .addHelpText(
      "after",
      examples([
        "secondlock host card > app-1.card",
        "secondlock host add app-1.card --source 203.0.113.7/32 > app-1.invitation",
        "secondlock host wrap app-1.invitation --owner KEY > app-1.wraps",
        "secondlock host finish app-1.wraps",
      ]),
    )
    .action(async (what: string, name: string | undefined, options: Record<string, unknown>) =>
      done(await (await import("../commands/host.ts")).hostCommand([what, name ?? ""], options, consoleOf())),
    );
  withPolicy(withConfirmers(withHere(host)));
}

function addEditor(program: Command, done: Done): void {
  program
    .command("editor")
    .summary("say who edits a sealed file, and what may be set in it")
    .description(
      "add NAME KEY, remove NAME: who may set and unset secrets, and reads none of them by that. allow NAME, forbid NAME: a variable that decides what a program loads or whom it trusts, such as NODE_OPTIONS or PATH. For the owner.",
    )
    .argument("<what>", "add, remove, allow or forbid")
    .argument("[words...]")
    .option(...sealed)
    .option(...home)
    .addHelpText("after", examples(["secondlock editor add ben KEY", "secondlock editor allow NODE_EXTRA_CA_CERTS"]))
    .action(async (what: string, words: readonly string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/editor.ts")).editorCommand([what, ...words], options, consoleOf())),
    );
}
