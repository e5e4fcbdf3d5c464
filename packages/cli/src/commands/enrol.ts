import { resolve } from "node:path";
import { type Enrolled, enrol, enrolmentSheet, securityKeyWords } from "@secondlock/engine/change";
import type { HostWanted, PersonWanted, ServiceWanted } from "@secondlock/model";
import { formatProblems, loadService, suggest, wantedOf } from "@secondlock/service";
import { type Lines, linesFromInput } from "../ask-line.ts";
import { complain, type Console, refuse, tellProblems } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { askPassword } from "../password.ts";

/** Gives a person a second factor on one host: shown once, proven with a code, then written there. */
export async function enrolCommand(
  name: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const file = String(options["file"]);
  const loaded = await loadService(file);
  if (!loaded.ok) return tellProblems(console, formatProblems(loaded.problems));
  const service = wantedOf(loaded.value);
  const person = service.people.find((one) => one.name === name);
  if (person === undefined) {
    const names = service.people.map((one) => one.name);
    return refuse(
      console,
      `${file} has no person ${name.slice(0, 80)}`,
      suggest(name, names, "add it under people:"),
      2,
    );
  }
  if (options["fido2"] === true) {
    console.out(securityKeyWords(person.name, file));
    return 0;
  }
  const host = hostFor(person, service, options["host"]);
  if ("hint" in host) return refuse(console, host.what, host.hint, 2);
  if (options["dryRun"] === true) {
    console.out(dryRun(person, host, options["again"] === true));
    return 0;
  }
  if (options["print"] !== true && !process.stdout.isTTY)
    return refuse(
      console,
      "standard output is no terminal, and a secret must not land in a file or a log",
      "run it in a terminal; or --print, when whatever reads it may know the secret",
      2,
    );
  return await run({ person, host, service, options, console });
}

interface Run {
  readonly person: PersonWanted;
  readonly host: HostWanted;
  readonly service: ServiceWanted;
  readonly options: Record<string, unknown>;
  readonly console: Console;
}

async function run({ person, host, service, options, console }: Run): Promise<ExitCode> {
  const interrupt = onInterrupt();
  let lines: Lines | undefined;
  const config = options["sshConfig"];
  const enrolled = await enrol({
    service,
    host,
    person,
    sshConfig: typeof config === "string" ? resolve(config) : undefined,
    mayAsk: process.stdin.isTTY && process.stderr.isTTY,
    again: options["again"] === true,
    show(enrolment) {
      const picture = pictureFor(options, console);
      console.out(enrolmentSheet(enrolment, { service: service.name, host: host.id, person: person.name, picture }));
    },
    async ask(before) {
      lines ??= linesFromInput(interrupt.signal);
      return await lines.ask(`${before === undefined ? "" : `${before}\n`}Type the code that the app shows now: `);
    },
    askPassword: async () =>
      await askPassword(`sudo on ${host.id} asks for your password (kept in memory only): `, interrupt.signal),
    tell: (what, hint) => complain(console, what, hint),
    signal: interrupt.signal,
  });
  lines?.close();
  interrupt.release();
  if (interrupt.signal.aborted) {
    complain(
      console,
      "stopped; the old way in is as it was unless it says otherwise above",
      "run it again when you are ready",
    );
    return 130;
  }
  return conclude(enrolled, person, host, console);
}

function pictureFor(options: Record<string, unknown>, console: Console): "coloured" | "plain" | "none" {
  if (options["ascii"] === true || !console.unicode || !process.stdout.isTTY || process.env["TERM"] === "dumb")
    return "none";
  return console.colour ? "coloured" : "plain";
}

function conclude(enrolled: Enrolled, person: PersonWanted, host: HostWanted, console: Console): ExitCode {
  if (!enrolled.enrolled) {
    complain(console, enrolled.because, enrolled.hint);
    return 3;
  }
  console.out(
    `${person.name} is enrolled on ${host.id}. The code that you typed is used up: the next login takes the next one.\n` +
      `Nothing asks for it yet. Next: secondlock harden ${host.id} --only ssh-second-factor\n`,
  );
  return 0;
}

/** One host at a time: each gets a secret of its own, so that whoever takes one host learns nothing for another. */
function hostFor(
  { name, admin }: PersonWanted,
  { hosts }: ServiceWanted,
  given: unknown,
): HostWanted | { readonly what: string; readonly hint: string } {
  const list = `--host ${admin.slice(0, 20).join(", --host ")}`;
  if (admin.length === 0) return { what: `${name} administers no host`, hint: "name hosts under admin: in people" };
  if (given === undefined && admin.length > 1)
    return {
      what: `${name} administers ${admin.length} hosts, and each gets a secret of its own`,
      hint: `name one: ${list}`,
    };
  const id = typeof given === "string" ? given : (admin[0] ?? "");
  const host = hosts.find((one) => one.id === id);
  return host === undefined || !admin.includes(host.id)
    ? { what: `${name} does not administer ${id.slice(0, 80)}`, hint: `one of: ${list}` }
    : host;
}

function dryRun({ name, account, admin }: PersonWanted, { id, ssh }: HostWanted, again: boolean): string {
  const login = ssh === undefined ? "this machine" : `${ssh.user}@${ssh.address}`;
  return [
    `${name} would be enrolled on ${id}, over ${login}:`,
    `  1. look whether ${account} has a second factor there${again ? "" : "; if so, stop (--again goes on)"}`,
    "  2. make a secret and emergency codes, and show them once",
    "  3. ask for a code from the app, and compare it by the host's clock",
    `  4. write ~${account}/.google_authenticator (mode 0400, owner ${account})${again ? " in place of the old one" : ""}`,
    "Nothing was done.",
    ...(admin.length > 1 ? [`Also administered: ${admin.filter((one) => one !== id).join(", ")}.`] : []),
    "",
  ].join("\n");
}
