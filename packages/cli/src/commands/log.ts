import { resolve } from "node:path";
import { sanitiseLine } from "@secondlock/engine/sanitise";
import { type LoggedEntry, readLog } from "@secondlock/vault/service";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { unread } from "./confirmer-refusals.ts";

/** Shows a confirmer's log. */
export async function logCommand(options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const from = Number(options["from"]);
  if (!Number.isSafeInteger(from) || from < 0)
    return refuse(console, "--from takes the number of an entry", "--from 0 shows all", 2);
  const where = {
    folder: resolve(String(options["folder"])),
    postgres: typeof options["postgres"] === "string" ? resolve(options["postgres"]) : undefined,
  };
  const isJson = options["json"] === true;
  const read = await readLog(where, from, (entry) => console.out(isJson ? entry.line : `${lineOf(entry)}\n`));
  if (read.ok) return 0;
  const { what, hint } = unread(read);
  return refuse(console, what, hint, 3);
}

/** For people: when, which entry, what happened, and to what. */
function lineOf({ seq, time, type, data, opened }: LoggedEntry): string {
  const facts = Object.entries({ ...data, ...Object.fromEntries(opened) }).map(
    ([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return sanitiseLine(`${time.slice(0, 19)}Z ${String(seq).padStart(6)} ${type.padEnd(18)} ${facts.join(", ")}`, 2_000);
}
