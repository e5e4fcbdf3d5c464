import type { Command } from "commander";
import { policyOptions } from "../commands/policy-options.ts";

export const home = [
  "--home <folder>",
  "your own key and what you trust; default: $SECONDLOCK_HOME, or secondlock among your settings",
] as const;
export const sealed = ["-f, --file <file>", "the sealed file", ".env.sealed"] as const;
export const more = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

export function withConfirmers(command: Command): Command {
  return command.option("--confirmer <name>", "one that you know; again for more; default: the only one", more);
}

export function withPolicy(command: Command): Command {
  for (const { flags, description, repeats } of policyOptions)
    if (repeats === true) command.option(flags, description, more);
    else command.option(flags, description);
  return command;
}

/** This computer as a host. */
export function withHere(command: Command): Command {
  return command
    .option("--here", "the host is this computer")
    .option("--keys <folder>", "the folder of this host's keys", "/var/lib/secondlock/keys")
    .option("--as <host>", "the name of this host in the file; default: what the system calls itself");
}
