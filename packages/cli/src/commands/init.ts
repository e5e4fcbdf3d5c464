import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { formatProblems } from "@secondlock/service";
import { draftSchemaPath, draftService, lookAround, saveService, serviceJsonSchema } from "@secondlock/service/write";
import { complain, type Console, tellProblems } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";

/** Writes a first service file from what this machine and project show. */
export async function initCommand(options: Record<string, unknown>, console: Console): Promise<ExitCode> {
  const path = String(options["file"]);
  const print = options["print"] === true;
  if (!print && existsSync(path)) {
    complain(
      console,
      `${path} is there already`,
      "edit it, or give another name with --file, or look at a draft with --print",
    );
    return 2;
  }
  const draft = draftService(await lookAround(process.cwd()));
  if (print) {
    console.out(draft);
    return 0;
  }
  const schema = join(dirname(path), draftSchemaPath);
  await mkdir(dirname(schema), { recursive: true, mode: 0o700 });
  await writeFile(schema, `${JSON.stringify(serviceJsonSchema(), null, 2)}\n`);
  const saved = await saveService(path, draft);
  if (!saved.ok) return tellProblems(console, formatProblems(saved.problems));
  console.out(
    `${path} is written. Read it, correct it, then run secondlock audit.\nYour editor completes it with ${schema}.\n`,
  );
  return 0;
}
