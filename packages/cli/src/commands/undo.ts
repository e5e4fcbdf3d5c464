import { hostname, userInfo } from "node:os";
import { lookBack, undoHost } from "@secondlock/engine/change";
import { type Console, refuse } from "../console.ts";
import { committedText, stepText } from "../committed-text.ts";
import type { ExitCode } from "../exit-codes.ts";
import { onPlannedHost, refuseEdited, secondsToConfirm } from "../planned-host.ts";
import { progressOf } from "../progress.ts";
import { sayYes } from "../say-yes.ts";

/** Brings a host back to before a change, byte for byte, from the journal that it keeps itself. */
export async function undoCommand(host: string, options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const seconds = secondsToConfirm(options, console);
  if (seconds === undefined) return 2;
  return await onPlannedHost(host, options, console, async ({ read, passwords, signal }) => {
    const to = options["to"];
    const back = await lookBack(read.target, typeof to === "string" ? to : undefined, signal);
    if (!back.known)
      return refuse(console, `${host}: ${back.because}`, "secondlock undo HOST --list shows what was changed", 2);
    if (options["list"] === true) {
      for (const { id, state, who, title } of back.journals) console.out(`${id}  ${state}  ${who}  ${title}\n`);
      return 0;
    }
    console.out(backText(host, back));
    if (options["dryRun"] === true) return 0;
    const hint = "look at them first; --overwrite brings back what was before, and the host keeps a copy";
    const refused = refuseEdited(back.edited, options, console, hint);
    if (refused !== undefined) return refused;
    if (options["yes"] !== true && !(await sayYes(`Bring ${host} back?`, signal)))
      return refuse(console, "nothing was changed", "answer yes, or give --yes where nobody can be asked", 5);
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
