import { join } from "node:path";
import { type CommandResult, type Lab, THROWAWAY } from "../lab/src/index.ts";

const program = join(import.meta.dirname, "../packages/cli/bin/secondlock.js");

export interface Timed extends CommandResult {
  readonly seconds: number;
}

/** `secondlock ARGS` at the operator's desk, as a person would run it, and how long it takes from its start to its end. */
export async function secondlock(lab: Lab, file: string, ...args: readonly string[]): Promise<Timed> {
  const { operator, directory } = lab;
  const options = ["--file", file, "--ssh-config", operator.sshConfig, "--sudo-password-stdin"];
  const started = performance.now();
  const ran = await operator.exec([process.execPath, "--max-semi-space-size=4", program, ...args, ...options], {
    cwd: directory,
    input: `${operator.passwords.ada}\n`,
    env: { [THROWAWAY.variable]: operator.passwords.canary },
    timeoutMs: 300_000,
  });
  const seconds = (performance.now() - started) / 1_000;
  // 1: it stands, and a control that only a person can settle does not hold yet
  if (ran.code !== 0 && ran.code !== 1)
    throw new Error(`secondlock ${args.join(" ")} ended with ${ran.code}: ${(ran.stderr || ran.stdout).slice(-2_000)}`);
  return { ...ran, seconds };
}
