import { readFileSync } from "node:fs";
import { digestOf } from "../canonical.ts";

/** Names this start of this host to the confirmers of one file only: they cannot tell which files are on one host. */
export function bootOf(file: string): string {
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  return digestOf(`secondlock/1/boot\n${boot}\n${file}`);
}
