import { type Audit, diffAudits } from "@secondlock/engine";
import { diffReport, type Names, redact, terminalReport } from "@secondlock/engine/report";
import type { AuditArguments, Format } from "./commands/audit-options.ts";
import { complain, type Console } from "./console.ts";
import { writeToFile, writeToOutput } from "./report-files.ts";
import type { Chosen } from "./service-of.ts";

interface Reporting extends Pick<AuditArguments, "outputs" | "all" | "ascii" | "redact"> {
  readonly chosen: Chosen;
  /** The audit that this one is compared with. */
  readonly earlier: Audit | undefined;
}

/** Prints what an audit found, and writes the reports. False when one of them could not be written; the others are all the same. */
export async function reportAudit(
  whole: Audit,
  { outputs, all, ascii, redact: hides, chosen, earlier }: Reporting,
  console: Console,
): Promise<boolean> {
  const result = hides ? redact(whole, namesOf(chosen)) : whole;
  const missing: string[] = [];
  for (const { format, to } of outputs) {
    if (to === true) await writeToOutput(result, format);
    else if (!(await fileWritten(result, format, to, console))) missing.push(to);
  }
  if (outputs.some(({ to }) => to === true)) return missing.length === 0;
  const paper = { width: console.width, colour: console.colour, ascii: ascii || !console.unicode };
  console.out(terminalReport(result, { ...paper, all }));
  if (earlier) console.out(diffReport(diffAudits(earlier, result), paper));
  for (const { format, to } of outputs) if (to !== true && !missing.includes(to)) console.out(`${format}: ${to}\n`);
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
