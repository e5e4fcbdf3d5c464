import { hostname, userInfo } from "node:os";
import { quote } from "@secondlock/engine";
import { lookBack, undoHost } from "@secondlock/engine/change";
import { type Console, refuse } from "../console.ts";
import { committedText, stepText } from "../committed-text.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onPlannedHost, refuseEdited, secondsToConfirm } from "../planned-host.ts";
import { progressOf } from "../progress.ts";
import { endUnchanged, sayYes } from "../say-yes.ts";
import { undoStart } from "../undo-start.ts";

/** Brings a host back to before a change, byte for byte, from the journal that it keeps itself. */
export async function undoCommand(host: string, options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const seconds = secondsToConfirm(options, console);
  if (seconds === undefined) return 2;
  const to = options["to"];
  const start = typeof to === "string" ? undoStart(to.trim()) : undefined;
  if (to !== undefined && start === undefined)
    return refuse(
      console,
      "--to takes the id of a change, or a day or time in UTC",
      `e.g. --to 2026-11-21 or --to 2026-11-21T16:10; secondlock undo ${quote(host)} --list shows the ids`,
      2,
    );
  return await onPlannedHost(host, options, console, async ({ read, passwords, signal }) => {
    const back = await lookBack(read.target, start, signal);
    if (!back.known) return refuse(console, `${host}: ${back.because}`, nextOf(host, options), 2);
    if (options["list"] === true) {
      for (const { id, state, who, title } of back.journals) console.out(`${id}  ${state}  ${who}  ${title}\n`);
      return 0;
    }
    console.out(backText(host, back));
    if (options["dryRun"] === true) return 0;
    const hint = "look at them first; --overwrite brings back what was before, and the host keeps a copy";
    const refused = refuseEdited(back.edited, options, console, hint);
    if (refused !== undefined) return refused;
    if (options["yes"] !== true && !(await sayYes(`Bring ${host} back?`, signal))) return endUnchanged(console);
    const progress = progressOf(console);
    const committed = await undoHost(read, back.to, {
      ...{ passwords, who: `${userInfo().username}@${hostname()}`, seconds, signal },
      onStep: (name, step) => progress.write(`${name}: ${stepText(step)}`),
    });
    progress.clear();
    console.out(committedText(host, committed));
    return committed.state === "confirmed" ? 0 : 5;
  });
}

function nextOf(host: string, options: Record<string, unknown>): string {
  return options["list"] === true
    ? `secondlock plan ${quote(host)} shows what a change would be`
    : `secondlock undo ${quote(host)} --list shows what was changed`;
}

function backText(
  host: string,
  { to, undone, lines, stays, edited }: Extract<Awaited<ReturnType<typeof lookBack>>, { known: true }>,
): string {
  return [
    `${host}: back to before ${to}`,
    ...undone.map(({ id, title }) => `  takes back ${id}: ${title}`),
    ...lines.map((line) => `  ${line}`),
    ...edited.map((path) => `  changed by hand, needs --overwrite: ${path}`),
    ...[...new Set(stays)].map((text) => `  stays: ${text}`),
    "",
  ].join("\n");
}
