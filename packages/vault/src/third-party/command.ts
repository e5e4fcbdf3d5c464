import { spawn } from "node:child_process";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** Bytes that are kept of what a command says. */
const most = 1_048_576;

/**
 * Runs a command line of the user's, as he would type it, with `input` as its standard input, and gives its standard output. Refuses
 * with `failed`, when it does not end well within `patience` milliseconds; `detail` is the first line that it complains with.
 */
export function runCommandLine(command: string, input: string, patience: number): Promise<Outcome<string, "failed">> {
  const { promise, resolve } = Promise.withResolvers<Outcome<string, "failed">>();
  const child = spawn("sh", ["-c", command], { stdio: "pipe", timeout: patience, killSignal: "SIGKILL" });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out = (out + text).slice(-most);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err = (err + text).slice(0, most);
  });
  child.on("error", (error) => resolve(refuse("failed", error.message)));
  child.on("close", (status, signal) => {
    const [said] = err.trim().split("\n");
    resolve(status === 0 ? accept(out) : refuse("failed", said || `exit status ${status ?? signal}`));
  });
  // a command that does not read has ended, or does not want it
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return promise;
}
