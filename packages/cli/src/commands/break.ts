import { breaches, controls, ways } from "@secondlock/catalogue";
import { breakOne, lastAudit } from "@secondlock/engine";
import { brokenText } from "../broken-text.ts";
import { complain, type Console, tellProblems } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { chooseService } from "../service-of.ts";

/** Asks the other way round: what would open if this were lost. */
export async function breakCommand(
  what: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const choice = await chooseService([], String(options["file"]), []);
  if ("problems" in choice) return tellProblems(console, choice.problems);
  const { service } = choice.chosen;
  const last = await lastAudit(process.cwd(), service.name);
  if (!last.ok) {
    complain(console, last.because, last.hint);
    return 2;
  }
  const broken = breakOne(what, service, { controls, ways, breaches }, last.value.verdicts);
  if (!broken.found) {
    complain(console, `there is nothing called ${what.slice(0, 80)}`, broken.hint);
    return 2;
  }
  console.out(options["json"] === true ? `${JSON.stringify(broken, null, 2)}\n` : brokenText(broken, console.width));
  return 0;
}
