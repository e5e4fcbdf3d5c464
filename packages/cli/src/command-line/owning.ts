import type { Command } from "commander";
import { policyEnds } from "../commands/policy-options.ts";
import { consoleOf } from "../console.ts";
import { type Done, examples } from "./options.ts";
import { home, more, sealed, withConfirmers, withHere, withPolicy } from "./sealing-options.ts";

/** What an owner does at confirmers: says who owns them and when they agree, and takes that back. */
export function addOwning(program: Command, done: Done): void {
  for (const add of [addOwner, addPolicy, addApprove, addRevoke, addShred, addRotate]) add(program, done);
}

/** Keys that no file names, at confirmers that are named. */
function withKids(command: Command): void {
  withConfirmers(command.option("--kid <kid>", "a key, at the confirmer that --confirmer names; again for more", more));
}

function addOwner(program: Command, done: Done): void {
  const owner = program
    .command("owner")
    .summary("own a confirmer, and say who else does")
    .description(
      "me: your name and public key. enrol URL: become the first owner, with the code on the confirmer's console. know URL FINGERPRINT: remember a confirmer that others own. list: what you know, and their keys. add NAME KEY, remove NAME: of two or more owners two have to say so. peers: has the named confirmers pass revocations on to each other.",
    )
    .argument("<what>", "me, enrol, know, list, add, remove or peers")
    .argument("[words...]")
    .option("--as <name>", "enrol, know: how you call the confirmer; default: its host name")
    .option("--name <name>", "me, enrol: how you are to be called, where you have no key yet")
    .option("--signed <signatures>", "add, remove, peers: what the other owner's run printed")
    .option("--replace", "enrol, know: another confirmer in the place of one that you know by this name")
    .option("-y, --yes", "add, remove: ask nothing")
    .option("--json", "list: as JSON")
    .option(...home)
    .addHelpText(
      "after",
      examples([
        "secondlock owner enrol https://confirmer.example",
        "secondlock owner list",
        "secondlock owner peers --confirmer confirmer-1 --confirmer confirmer-2",
      ]),
    )
    .action(async (what: string, words: readonly string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/owner.ts")).ownerCommand([what, ...words], options, consoleOf())),
    );
  withConfirmers(owner);
}

function addPolicy(program: Command, done: Done): void {
  const policy = program
    .command("policy")
    .summary("show or change when a host may open a sealed file")
    .description(
      "Without options: what its confirmers go by. With them: shows what changes, and puts another policy in its place, signed by you. What allows more than before takes two owners, where there are two. The host then makes its wraps anew; until it has, the file of before still opens, and has to fit both policies.",
    )
    .argument("<host>", "as the file calls it")
    .option(...sealed)
    .option("--grace <time>", "how long the file of before still opens", "1d")
    .option("--signed <signatures>", "what the other owner's run printed")
    .option("-y, --yes", "ask nothing")
    .option(...home)
    .addHelpText(
      "after",
      examples([
        "secondlock policy app-1",
        'secondlock policy app-1 --window "mon-fri 06:00-20:00 Europe/Vienna" --grace 2d',
        "secondlock policy app-1 --approver ben=KEY --approvals 1",
      ]),
    )
    .action(async (host: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/policy.ts")).policyCommand(host, options, consoleOf())),
    );
  for (const { flags, description } of policyEnds) policy.option(flags, description);
  withPolicy(withHere(policy));
}

function addApprove(program: Command, done: Done): void {
  const approve = program
    .command("approve")
    .summary("see what waits for you, and agree to it")
    .description(
      "Lists openings that wait for your word, or gives it for one. Your signature covers that one request, its policy and its end; it is answered once.",
    )
    .argument("[handle]", "the opening")
    .option("-y, --yes", "ask nothing")
    .option("--json", "the list as JSON")
    .option(...home)
    .addHelpText("after", examples(["secondlock approve", "secondlock approve 3q2-7wAAAAAAAAAAAAAAAA"]))
    .action(async (handle: string | undefined, options: Record<string, unknown>) =>
      done(await (await import("../commands/approve.ts")).approveCommand(handle, options, consoleOf())),
    );
  withConfirmers(approve);
}

function addRevoke(program: Command, done: Done): void {
  const revoke = program
    .command("revoke")
    .summary("have hosts open a sealed file no more, at once")
    .description(
      "Revokes the keys of hosts at all their confirmers: no file that names them opens there any more. A host that is not in the file any more is in an older one, or its keys are named by their kid. Ends with 1, and names them, where confirmers were not reached: those stop at the end of the policy's lease, or when a peer tells them.",
    )
    .argument("[hosts...]", "as the file calls them")
    .option("--all", "all hosts of the file")
    .option(...sealed)
    .option(...home)
    .addHelpText(
      "after",
      examples([
        "secondlock revoke app-1",
        "secondlock revoke --all",
        "secondlock revoke app-1 --file .env.sealed.before",
      ]),
    )
    .action(async (hosts: readonly string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/revoke.ts")).revokeCommand(hosts, options, consoleOf())),
    );
  withKids(revoke);
}

function addShred(program: Command, done: Done): void {
  const shred = program
    .command("shred")
    .summary("destroy the keys of hosts at their confirmers")
    .description(
      "Destroys keys for good: no backup of a confirmer's database brings them back. The file then opens for other hosts and by recovery alone.",
    )
    .argument("[hosts...]", "as the file calls them")
    .option("--all", "all hosts of the file")
    .option("-y, --yes", "ask nothing")
    .option(...sealed)
    .option(...home)
    .addHelpText("after", examples(["secondlock shred app-1", "secondlock shred --all --file .env.sealed.before"]))
    .action(async (hosts: readonly string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/revoke.ts")).shredCommand(hosts, options, consoleOf())),
    );
  withKids(shred);
}

function addRotate(program: Command, done: Done): void {
  const rotate = program
    .command("rotate")
    .summary("rotate keys: of providers, of confirmers, or all of them")
    .description(
      "With names: rotates these secrets where they were given out, in four steps that can be run again, and the old one is kept until the new one is proven. Without: the next key at each confirmer, which hosts go over to; --finish ends the one before. --compromised: when somebody has got in, everything anew, and nothing of before opens.",
    )
    .argument("[names...]", "secrets of the file")
    .option(...sealed)
    .option("--service <file>", "service file that says where a secret was given out", "secondlock.yaml")
    .option("--finish", "end the confirmers' keys of before")
    .option(
      "--test-with <command>",
      "with names: asks a host, {host}, to prove the new secret: its last line is the role, or the version by hand",
    )
    .option("--psql <command>", "with names: psql as the administrator of the database")
    .option("--grace <time>", "with names: how long sessions of the old one may go on", "1d")
    .option("--old-is-gone", "with names: you have ended the old secret by hand")
    .option("--take-back", "with names: put the old secret back, as long as it is there")
    .option("--forget", "with names: forget a rotation that was begun")
    .option("--compromised", "everything anew")
    .option("--values <file>", "compromised: the new secrets, or - for standard input")
    .option("--keep <name>", "compromised: no secret, may stay as it is; again for more", more)
    .option("--drop <name>", "compromised: not needed any more; again for more", more)
    .option("--recovery <recipient>", "compromised: as for seal", more)
    .option("--no-recovery", "compromised: as for seal")
    .option("--card <file>", "compromised: hosts, with new keys: secondlock host card --new-keys", more)
    .option(...home)
    .addHelpText(
      "after",
      examples([
        'secondlock rotate DATABASE_URL --test-with "ssh app-1 sudo shop-check"',
        "secondlock rotate",
        "secondlock rotate --finish",
        "secondlock rotate --compromised --values new.env --card app-1.card --source 203.0.113.7/32 --recovery age1...",
      ]),
    )
    .action(async (names: readonly string[], options: Record<string, unknown>) =>
      done(await (await import("../commands/rotate.ts")).rotateCommand(names, options, consoleOf())),
    );
  withPolicy(withConfirmers(withHere(rotate)));
}
