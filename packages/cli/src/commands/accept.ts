import { controls } from "@secondlock/catalogue";
import { formatProblems } from "@secondlock/service";
import { addException, readServiceText, saveService } from "@secondlock/service/write";
import { type Console, tellProblems } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";

/** Records an exception in the service file. */
export async function acceptCommand(
  control: string,
  options: Record<string, unknown>,
  console: Console,
): Promise<ExitCode> {
  const { file: path, host, until, reason } = options as Readonly<Record<"file" | "host" | "until" | "reason", string>>;
  const text = await readServiceText(path);
  if (!text.ok) return tellProblems(console, formatProblems(text.problems));
  const today = new Date().toISOString().slice(0, 10);
  const changed = addException(
    text.value,
    { control, host, until, reason },
    { path, knownControls: controls.map(({ id }) => id), today },
  );
  if (!changed.ok) return tellProblems(console, formatProblems(changed.problems));
  if (options["dryRun"] === true) {
    console.out(changed.value);
    return 0;
  }
  const saved = await saveService(path, changed.value, { was: text.value });
  if (!saved.ok) return tellProblems(console, formatProblems(saved.problems));
  console.out(
    `${control} is accepted on ${host} until ${until}: ${reason}\nIt stays in every report, never green, and fails once ${until} is over.\n`,
  );
  return 0;
}
