import { hostname, userInfo } from "node:os";
import { type Installed, lookInstalled, uninstallHost } from "@secondlock/engine/change";
import { type Console, refuse } from "../console.ts";
import { committedText, stepText } from "../committed-text.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onPlannedHost, refuseEdited, secondsToConfirm } from "../planned-host.ts";
import { progressOf } from "../progress.ts";
import { endUnchanged, sayYes } from "../say-yes.ts";

/** Leaves nothing of ours on a host: its settings as they were before the first change, and no journal, file or unit. */
export async function uninstallCommand(
  host: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const seconds = secondsToConfirm(options, console);
  if (seconds === undefined) return 2;
  return await onPlannedHost(host, options, console, async ({ read, passwords, signal }) => {
    const installed = await lookInstalled(read, signal);
    if (!installed.known)
      return refuse(console, `${host}: ${installed.because}`, "once it is settled, run it again", 3);
    const keep = options["keepSettings"] === true;
    console.out(whatGoes(host, installed, keep));
    if (options["dryRun"] === true) return 0;
    const hint = "copy what you need, for no copy stays on the host; then --overwrite brings back what was before";
    const refused = refuseEdited(keep ? [] : (installed.back?.edited ?? []), options, console, hint);
    if (refused !== undefined) return refused;
    if (options["yes"] !== true && !(await sayYes(`Take Secondlock off ${host}?`, signal)))
      return endUnchanged(console);
    const progress = progressOf(console);
    const { undone, left } = await uninstallHost(read, keep ? undefined : installed.back?.to, {
      ...{ passwords, who: `${userInfo().username}@${hostname()}`, seconds, signal },
      onStep: (name, step) => progress.write(`${name}: ${stepText(step)}`),
    });
    progress.clear();
    if (undone !== undefined && undone.state !== "confirmed") {
      console.out(committedText(host, undone));
      return 5;
    }
    if (left !== undefined)
      return refuse(console, `${host}: the journal is still there: ${left}`, "run secondlock uninstall once more", 5);
    console.out(
      `${host}: ${undone === undefined ? "" : "brought back, confirmed by a new login; "}nothing of Secondlock is left but what stays above\n`,
    );
    return 0;
  });
}

/** Pure. */
function whatGoes(host: string, { back }: Extract<Installed, { known: true }>, keep: boolean): string {
  const undone = back?.undone ?? [];
  const count = `${undone.length} ${undone.length === 1 ? "change" : "changes"}`;
  if (keep)
    return [
      `${host}: removes the journal and the units of the roll-back`,
      ...(undone.length === 0 ? [] : [`  stays: the settings of ${count}, which nothing can undo from then on`]),
      "",
    ].join("\n");
  return [
    `${host}: removes the journal, its copies of files, and every unit of ours${undone.length === 0 ? "" : `, after it is back to before the first of ${count}`}`,
    ...undone.map(({ id, title }) => `  takes back ${id}: ${title}`),
    ...(back?.lines ?? []).map((line) => `  ${line}`),
    ...(back?.edited ?? []).map((path) => `  changed by hand, needs --overwrite: ${path}`),
    ...[...new Set(back?.stays)].map((text) => `  stays: ${text}`),
    "  stays: second factors that people enrolled in their homes, and what stands in the log",
    "",
  ].join("\n");
}
