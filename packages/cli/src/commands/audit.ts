import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  type Audit,
  audit,
  collectScriptOf,
  diffAudits,
  diffReport,
  exitCode,
  keepAudit,
  type Names,
  parseFailOn,
  redact,
  terminalReport,
} from "@secondlock/engine";
import { complain, type Console, refuse, tellProblems } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { passwordSource } from "../password-source.ts";
import { progressLine } from "../progress.ts";
import { writeToFile, writeToOutput } from "../report-files.ts";
import { earlierAudit } from "../earlier-audit.ts";
import { type Chosen, chooseService } from "../service-of.ts";
import { version } from "../version.ts";
import { auditArguments, type AuditArguments, type Format } from "./audit-options.ts";

/** Audits, reports, keeps, and says by its exit status what was asked for. */
export async function auditCommand(
  logins: readonly string[],
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const checked = auditArguments(options);
  if (!checked.ok) return refuse(console, checked.what, checked.hint, 2);
  const args = checked.value;
  const failOn = parseFailOn(args.failOn);
  if (!failOn.ok) return refuse(console, failOn.because, failOn.hint, 2);
  const choice = await chooseService(logins, args.file, args.hosts);
  if ("problems" in choice) return tellProblems(console, choice.problems);
  const { service } = choice.chosen;
  if (args.asAuditor && service.hosts.every(({ auditor }) => auditor === undefined))
    return refuse(
      console,
      "the service file declares no auditor",
      "add `auditor: { keys: [...], from: [...] }` and run secondlock harden: docs/how-to/audit-in-ci.md",
      2,
    );
  if (args.identity !== undefined && !existsSync(args.identity))
    return refuse(console, `there is no key ${args.identity}`, "name the file of the private key", 2);
  if (args.showScript) {
    const { controls } = await import("@secondlock/catalogue");
    for (const host of service.hosts.slice(0, 1)) console.out(collectScriptOf(controls, host));
    return 0;
  }
  // looked up before the audit, so that `last` is not the one that is being made
  const earlier =
    args.since === undefined
      ? undefined
      : await earlierAudit(
          args.since,
          service.name,
          service.hosts.map(({ id }) => id),
        );
  if (earlier?.ok === false) return refuse(console, earlier.because, earlier.hint, 2);

  const interrupt = onInterrupt();
  const result = await runAudit(choice.chosen, args, console, interrupt.signal);
  interrupt.release();
  if (interrupt.signal.aborted) {
    complain(console, "stopped; nothing is kept and nothing is left behind", "run it again when you are ready");
    return 130;
  }
  const kept = args.keep ? await keepAudit(process.cwd(), result) : undefined;
  if (kept?.ok === false) complain(console, kept.because, kept.hint);
  const shown = args.redact ? redact(result, namesOf(choice.chosen)) : result;
  const written = await report(shown, args, console, earlier?.value);
  return written ? exitCode(result, failOn.failOn, earlier?.value) : 4;
}

async function runAudit(
  { service, whole, from }: Chosen,
  args: AuditArguments,
  console: Console,
  signal: AbortSignal,
): Promise<Audit> {
  const progress = progressLine(console);
  try {
    return await audit({
      service,
      whole,
      catalogue: () => import("@secondlock/catalogue"),
      version,
      options: {
        attempts: from === "file" && !args.insideOnly,
        noAttemptsBecause: args.insideOnly
          ? "--inside-only was given"
          : "attempts go only to hosts that a service file names",
        full: args.full,
        mayAsk: args.ask,
        asAuditor: args.asAuditor,
        identity: args.identity === undefined ? undefined : resolve(args.identity),
        sshConfig: args.sshConfig === undefined ? undefined : resolve(args.sshConfig),
        askPassword: passwordSource(args, progress.clear, signal),
        passwordAtHand: args.sudoPasswordStdin,
        onProgress: progress.show,
        seconds: args.timeout,
        width: args.width,
        signal,
      },
    });
  } finally {
    progress.clear();
  }
}

/** False when a report that was asked for could not be written; the others are all the same. */
async function report(
  result: Audit,
  args: AuditArguments,
  console: Console,
  earlier: Audit | undefined,
): Promise<boolean> {
  const missing: string[] = [];
  for (const { format, to } of args.outputs) {
    if (to === true) await writeToOutput(result, format);
    else if (!(await fileWritten(result, format, to, console))) missing.push(to);
  }
  if (args.outputs.some(({ to }) => to === true)) return missing.length === 0;
  const paper = { width: console.width, colour: console.colour, ascii: args.ascii || !console.unicode };
  console.out(terminalReport(result, { ...paper, all: args.all }));
  if (earlier) console.out(diffReport(diffAudits(earlier, result), paper));
  for (const { format, to } of args.outputs)
    if (to !== true && !missing.includes(to)) console.out(`${format}: ${to}\n`);
  return missing.length === 0;
}

async function fileWritten(result: Audit, format: Format, to: string, console: Console): Promise<boolean> {
  try {
    await writeToFile(result, format, to);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    complain(
      console,
      `the ${format} report could not be written to ${to}: ${code}`,
      "make room, or name another place",
    );
    return false;
  }
}

/** Names that the service file gives away, beside those that stand in the audit itself. */
function namesOf({ service: { hosts, people, sites, vendors, backupPlaces, databases } }: Chosen): Names {
  return {
    hosts: hosts.flatMap(({ id, ssh }) => [id, ...(ssh ? [ssh.address] : [])]),
    people: people.flatMap(({ name, keyHome, secondFactorHome }) => [
      name,
      keyHome,
      ...(secondFactorHome === undefined ? [] : [secondFactorHome]),
    ]),
    accounts: [
      ...people.map(({ account }) => account),
      ...hosts.flatMap(({ ssh, application }) => [
        ...(ssh ? [ssh.user] : []),
        ...(application ? [application.user] : []),
      ]),
    ],
    domains: [...sites.map((site) => site.replace(/^https?:\/\//, "")), ...hosts.flatMap((host) => host.sites)],
    others: [
      ...[...vendors, ...backupPlaces, ...databases].map(({ name }) => name),
      ...databases.flatMap(({ schema, account }) => [schema, account].filter((name) => name !== undefined)),
    ],
  };
}
