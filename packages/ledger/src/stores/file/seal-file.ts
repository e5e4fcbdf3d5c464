import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isRecord } from "../../entry.ts";
import { isHash } from "../../hash.ts";
import type { Change, Seal } from "../../store.ts";
import { replaceFile } from "./files.ts";
import { refuseChanged } from "./intruder.ts";
import { names } from "./layout.ts";

/** The seals that can be read, up to the first that cannot. */
export async function readSeals(folder: string): Promise<readonly Seal[]> {
  const path = join(folder, names.seals);
  if (!existsSync(path)) return [];
  const seals: Seal[] = [];
  for (const line of (await readFile(path, "utf8")).split("\n")) {
    const seal = parse(line);
    if (seal === undefined) return seals;
    seals.push(seal);
  }
  return seals;
}

/** Only for the one who holds the lock. */
export async function addSeals(folder: string, added: Change["seals"]): Promise<void> {
  const path = join(folder, names.seals);
  const refuse = refuseChanged(path);
  const seals = [...(await readSeals(folder))];
  for (const { at, seal } of added) if (at === seals.length) seals.push(seal);
  await replaceFile(
    path,
    seals.map((seal) => `${JSON.stringify(seal)}\n`),
    refuse,
  );
}

function parse(line: string): Seal | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { root, last, time } = value;
  return isHash(root) && isHash(last) && typeof time === "string" && time.length === 24
    ? { root, last, time }
    : undefined;
}
