import { known, type RawOutputs, type Reading, unreadable } from "@secondlock/model";

/** The text of one read, or why there is none: out of time, program missing, cut off, or failed. Pure. */
export function textOf(raw: RawOutputs, key: string): Reading<string> {
  const output = raw[key];
  if (!output) return unreadable("was not read");
  if (output.status === 127) return unreadable("the program is not installed");
  if (output.status === 124 || output.status === 137) return unreadable("the command did not end in time");
  if (output.truncated) return unreadable("the output is longer than the limit");
  if (output.status !== 0) {
    const said = output.stderr.trim().split("\n").at(-1)?.slice(0, 160) ?? "";
    return unreadable(said === "" ? `the command failed with status ${output.status}` : `the command failed: ${said}`);
  }
  return known(output.stdout);
}

/** Lines without the empty ones. */
export function lines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
}
