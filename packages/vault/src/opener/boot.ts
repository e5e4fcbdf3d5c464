import { readFile } from "node:fs/promises";
import { digestOf } from "../canonical.ts";

/** Names this start of this host to the confirmers of one file only: they cannot tell which files are on one host. */
export async function bootOf(file: string): Promise<string> {
  const boot = (await readFile("/proc/sys/kernel/random/boot_id", "latin1")).trim();
  return digestOf(`secondlock/1/boot\n${boot}\n${file}`);
}
