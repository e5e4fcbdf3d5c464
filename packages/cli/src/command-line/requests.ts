import type { Command } from "commander";
import { consoleOf } from "../console.ts";
import { type Done, examples } from "./options.ts";

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
    .option("-H, --header <line...>", "a header that is sent too, such as `Date: ...`")
    .option("--body <file>", "what is sent; - is standard input")
    .option("--cover <components...>", 'instead of @method, @authority, @path and @query, such as @method "@path"')
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
    .option("--label <label...>", "signatures that must all be there and verify; default: every one")
    .option(
      "--cover <components...>",
      "components that must be covered, instead of @method, @authority, @path and @query",
    )
    .option("--demand <parameters...>", "parameters that must be there", ["created", "expires", "nonce", "keyid"])
    .option("--http", "the request came over http, not https")
    .option("--show-base", "print what was signed, line by line")
    .option("--json", "print all of it as JSON")
    .addHelpText(
      "after",
      examples([
        "secondlock verify request.txt --key client.pub.pem --tag orders",
        "secondlock verify --key secret.txt --demand created keyid < request.txt",
      ]),
    )
    .action(async (file: string | undefined, options: Record<string, unknown>) =>
      done(await (await import("../commands/verify.ts")).verifyCommand(file, options, consoleOf())),
    );
}
