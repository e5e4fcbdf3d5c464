import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Audit, audit, collectScriptOf, exitCode, keepAudit, parseFailOn } from "@secondlock/engine";
import { complain, type Console, refuse, tellProblems } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onInterrupt } from "../interrupt.ts";
import { passwordSource } from "../password-source.ts";
import { progressLine } from "../progress.ts";
import { earlierAudit } from "../earlier-audit.ts";
import { type Chosen, chooseService } from "../service-of.ts";
import { version } from "../version.ts";
import { auditArguments, type AuditArguments } from "./audit-options.ts";

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
  const { reportAudit } = await reporting();
  const written = await reportAudit(result, { ...args, chosen: choice.chosen, earlier: earlier?.value }, console);
  return written ? exitCode(result, failOn.failOn, earlier?.value) : 4;
}

const reporting = () => import("../audit-report.ts");

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
      async catalogue() {
        const catalogue = await import("@secondlock/catalogue");
        // loaded while the hosts are read, and not before
        setImmediate(() => void reporting());
        return catalogue;
      },
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
