import type { Command } from "commander";
import { loadService } from "@secondlock/service";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { type Offer, type OfferedCommand, offeredCommands } from "../completion/offer.ts";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";

const scripts: ReadonlyMap<string, (commands: readonly OfferedCommand[]) => string> = new Map([
  ["bash", bashCompletion],
  ["zsh", (commands) => `autoload -U +X bashcompinit && bashcompinit\n${bashCompletion(commands)}`],
  ["fish", fishCompletion],
]);

const lists: ReadonlyMap<string, (file: string) => Promise<readonly string[]>> = new Map<
  Offer,
  (file: string) => Promise<readonly string[]>
>([
  ["hosts", hostIds],
  ["controls", controlIds],
]);

/** Prints a completion script made from the command line itself, or the ids that such a script asks for. */
export async function completionCommand(
  what: string,
  options: Record<string, unknown>,
  program: Command,
  console: Console,
): Promise<ExitCode> {
  const list = lists.get(what);
  if (list !== undefined) {
    const ids = await list(String(options["file"]));
    console.out(ids.map((id) => `${id}\n`).join(""));
    return 0;
  }
  const script = scripts.get(what);
  if (script === undefined)
    return refuse(console, `there is no completion for ${what.slice(0, 40)}`, "use bash, zsh or fish", 2);
  console.out(script(offeredCommands(program)));
  return 0;
}

/** None where the file cannot be read: somebody is in the middle of a line. */
async function hostIds(file: string): Promise<readonly string[]> {
  const loaded = await loadService(file);
  return loaded.ok ? Object.keys(loaded.value.hosts ?? {}) : [];
}

async function controlIds(): Promise<readonly string[]> {
  const { controls } = await import("@secondlock/catalogue");
  return controls.map(({ id }) => id);
}
