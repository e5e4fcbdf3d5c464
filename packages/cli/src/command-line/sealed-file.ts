import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples } from "./options.ts";

/** What a person does with a sealed file: none of it opens one. */
export function addSealedFile(program: Command, done: Done): void {
  for (const add of [addSet, addUnset, addSecretsList, addTrust, addImport, addMerge, addRecovery]) add(program, done);
}

const home = [
  "--home <folder>",
  "your own key and what you trust; default: $SECONDLOCK_HOME, or secondlock among your settings",
] as const;
const sealed = ["-f, --file <file>", "the sealed file", ".env.sealed"] as const;

function addSet(program: Command, done: Done): void {
  program
    .command("set")
    .summary("set one secret of a sealed file")
    .description(
      "Asks for a value without showing it, or takes standard input, and puts it into a sealed file in your name. Nobody has to confirm that, and nothing is opened: an editor can set every secret and read none. One line feed at the end of standard input is not taken for part of the value.",
    )
    .argument("<name>", "the variable")
    .option("--empty", "an empty value is meant")
    .option(...sealed)
    .option(...home)
    .addHelpText("after", examples(["secondlock set DATABASE_URL", "secondlock set TLS_KEY < key.pem"]))
    .action(async (name: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/set.ts")).setCommand(name, options, consoleOf())),
    );
}

function addUnset(program: Command, done: Done): void {
  program
    .command("unset")
    .summary("take one secret out of a sealed file")
    .description("Takes a value out of a sealed file in your name. Nothing is opened.")
    .argument("<name>", "the variable")
    .option(...sealed)
    .option(...home)
    .addHelpText("after", examples(["secondlock unset DATABASE_URL"]))
    .action(async (name: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/set.ts")).unsetCommand(name, options, consoleOf())),
    );
}

function addSecretsList(program: Command, done: Done): void {
  program
    .command("secrets")
    .summary("list what is in a sealed file")
    .description(
      "Lists names, ages and rotations of a sealed file, who opens and who edits it. Nothing is opened: values stay unknown.",
    )
    .option(...sealed)
    .option(...home)
    .option("--keys <folder>", "go by what this host trusts instead")
    .option("--service <file>", "service file that says what is rotated and how often", "secondlock.yaml")
    .option("--json", "as JSON")
    .addHelpText("after", examples(["secondlock secrets", "secondlock secrets --json"]))
    .action(async (options: Record<string, unknown>) =>
      done(await (await import("../commands/secrets.ts")).secretsCommand(options, consoleOf())),
    );
}

function addTrust(program: Command, done: Done): void {
  program
    .command("trust")
    .summary("say once who owns a sealed file")
    .description(
      "Shows whose a sealed file is, and remembers it outside the repository once you agree. From then on a file of another owner, an older one, and an edit by nobody whom the owner has listed are refused.",
    )
    .argument("[file]", "the sealed file", ".env.sealed")
    .option("--owner <key>", "the owner's public key: agrees when it is this one, and asks nothing")
    .option("--older", "go back to a file that is older than what you have seen, or was made beside it")
    .option("--keys <folder>", "for this host instead of for yourself: the folder of its keys")
    .option("--name <name>", "how you are to be called, where you have no key yet: makes one")
    .option(...home)
    .addHelpText("after", examples(["secondlock trust", "secondlock trust --name ben"]))
    .action(async (file: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/trust.ts")).trustCommand(file, options, consoleOf())),
    );
}

function addImport(program: Command, done: Done): void {
  program
    .command("import")
    .summary("put the values of other files into a sealed file")
    .description(
      "Reads environment files as the npm package dotenv does, and files of sops where the program sops is there, and sets their values in a sealed file in your name. What dotenv reads in another way than a shell is told. $ is never expanded.",
    )
    .argument("<files...>", "environment files, or - for standard input; what a later one sets counts")
    .option("-f, --file <file>", "the sealed file to put them into", ".env.sealed")
    .option("--dry-run", "tell what would be set, and write nothing")
    .option(...home)
    .addHelpText(
      "after",
      examples([
        "secondlock import .env",
        "secondlock import .env .env.production --dry-run",
        "secondlock import secrets.sops.yaml",
      ]),
    )
    .action(async (files: readonly string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/import.ts")).importCommand(files, options, consoleOf())),
    );
}

function addMerge(program: Command, done: Done): void {
  program
    .command("merge-sealed")
    .summary("merge two branches of a sealed file, for git")
    .description(
      "A merge driver for git: what only one branch changed is taken, in your name. Where both changed a secret ours stands, the names are told, and git leaves the conflict to you. Both branches are verified first.",
    )
    .argument("<base>", "%O")
    .argument("<ours>", "%A: the outcome takes its place")
    .argument("<theirs>", "%B")
    .argument("[name]", "%P: for messages")
    .option(...home)
    .addHelpText(
      "after",
      examples([
        "secondlock merge-sealed base.sealed ours.sealed theirs.sealed .env.sealed",
        'git config merge.secondlock.driver "secondlock merge-sealed %O %A %B %P"',
        'echo ".env.sealed merge=secondlock" >> .gitattributes',
      ]),
    )
    .action(
      async (base: string, ours: string, theirs: string, name: string | undefined, options: Record<string, unknown>) =>
        done(
          await (
            await import("../commands/merge-sealed.ts")
          ).mergeSealedCommand({ base, ours, theirs, name }, options, consoleOf()),
        ),
    );
}

function addRecovery(program: Command, done: Done): void {
  program
    .command("recovery")
    .summary("make, put together and test the shares that open a sealed file when all else fails")
    .description(
      "split: makes a recovery key and prints a page for each of its keepers; the key itself is nowhere afterwards. test: asks for shares and proves that they open the sealed file. combine: asks for shares and gives the key to the program that reads standard output. No share is ever an argument.",
    )
    .argument("<what>", "split, test or combine")
    .option("--shares <count>", "split: pages to print, one for each keeper", "3")
    .option("--needed <count>", "split: how many of them give the key", "2")
    .option("--print", "split, combine: go on although standard output is, or is not, a terminal")
    .option(...sealed)
    .option(...home)
    .addHelpText(
      "after",
      examples([
        "secondlock recovery split",
        "secondlock recovery test",
        "secondlock recovery combine | age --decrypt -i - value.age",
      ]),
    )
    .action(async (what: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/recovery.ts")).recoveryCommand(what, options, consoleOf())),
    );
}
