import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples } from "./options.ts";

/** One value for each time the option is given: a list would swallow the arguments behind it. */
const gather = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Signed requests, by hand: for debugging what programs send one another. */
export function addRequests(program: Command, done: Done): void {
  for (const add of [addSign, addVerify]) add(program, done);
}

function addSign(program: Command, done: Done): void {
  program
    .command("sign")
    .summary("sign a request, for curl")
    .description(
      "Prints the headers that sign a request (RFC 9421), a line each, as curl takes them with --header @-. It sends nothing.",
    )
    .argument("<method>", "such as GET or POST")
    .argument("<url>", "where the request goes")
    .requiredOption("-k, --key <file>", "private key (PEM or JWK), or a secret as base64")
    .requiredOption("--keyid <id>", "the name by which the other side knows the key")
    .option("--tag <tag>", "what the signature is for, as the other side demands it")
    .option("-H, --header <line>", "a header that is sent too, printed with the others; may be given again", gather)
    .option("--body <file>", "what is sent; - is standard input")
    .option(
      "--cover <component>",
      "covered instead of @method, @authority, @path and @query; may be given again",
      gather,
    )
    .option("--label <label>", "the signature's own name", "sig1")
    .option("--lifetime <seconds>", "from now until it expires", "60")
    .option("--show-base", "print what is signed instead, line by line")
    .option("--json", "print all of it as JSON")
    .addHelpText(
      "after",
      examples([
        "secondlock sign GET https://api.example/orders --key client.pem --keyid shop --tag orders > headers",
        "curl --header @headers https://api.example/orders",
      ]),
    )
    .action(async (method: string, url: string, options: Record<string, unknown>) =>
      done(await (await import("../commands/sign.ts")).signCommand(method, url, options, consoleOf())),
    );
}

function addVerify(program: Command, done: Done): void {
  program
    .command("verify")
    .summary("tell whether a request is signed, and if not, why")
    .description(
      "Reads a request as it went over the wire (request line, headers, empty line, body) and verifies its signatures (RFC 9421, RFC 9530). It keeps no nonces, so it cannot tell a replay.",
    )
    .argument("[file]", "the request; default: standard input")
    .requiredOption("-k, --key <file>", "public key (PEM or JWK), or a secret as base64")
    .option("--keyid <id>", "demand this keyid")
    .option("--tag <tag>", "demand this tag")
    .option(
      "--label <label>",
      "a signature that must be there and verify; may be given again; default: every one",
      gather,
    )
    .option(
      "--cover <component>",
      "demanded instead of @method, @authority, @path and @query; may be given again",
      gather,
    )
    .option(
      "--demand <parameter>",
      "must be there; may be given again; default: created, expires, nonce and keyid",
      gather,
    )
    .option("--at <time>", "as of this time, such as 2026-11-21T20:00:00Z; default: now")
    .option("--http", "the request came over http, not https")
    .option("--show-base", "print what was signed, line by line")
    .option("--json", "print all of it as JSON")
    .addHelpText(
      "after",
      examples([
        "secondlock verify request.txt --key client.pub.pem --tag orders",
        "secondlock verify request.txt --key secret.txt --demand created --demand keyid --at 2026-11-21T20:00:00Z",
      ]),
    )
    .action(async (file: string | undefined, options: Record<string, unknown>) =>
      done(await (await import("../commands/verify.ts")).verifyCommand(file, options, consoleOf())),
    );
}
