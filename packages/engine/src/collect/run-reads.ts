import { randomBytes } from "node:crypto";
import type { RawOutput, Read } from "@secondlock/model";
import type { RunOptions, Target } from "../targets/target.ts";
import { type Frames, parseFrames } from "./frames.ts";
import { collectScript, type NumberedRead } from "./script.ts";

/** What one script of reads gave. */
export interface ReadsRun {
  readonly uid?: number;
  readonly clock?: number;
  /** Set when sudo kept the script from running. */
  readonly refused?: string;
  /** Set when the script did not come to its end, with the reason. */
  readonly incomplete?: string;
  /** What came back for a read, or why nothing did. */
  readonly outputOf: (read: Read) => RawOutput | string;
}

export type ReadLimits = Pick<RunOptions, "seconds" | "bytes" | "signal">;

/** Runs all reads on a target in one round trip; equal ones once. */
export async function runReads(
  target: Target,
  reads: readonly Read[],
  how: Pick<RunOptions, "as">,
  limits: ReadLimits,
): Promise<ReadsRun> {
  const numbered = new Map<string, NumberedRead>();
  for (const read of reads) {
    const key = JSON.stringify(read);
    if (!numbered.has(key)) numbered.set(key, { number: numbered.size, read });
  }
  const nonce = randomBytes(16).toString("hex");
  const all = [...numbered.values()];
  const ran = await target.run(collectScript(all, nonce), { ...how, shell: "sh", ...limits });
  const frames: Frames =
    ran.state === "ended" ? parseFrames(ran.stdout, nonce, all) : { complete: false, byNumber: new Map() };
  const missing =
    ran.state === "failed"
      ? ran.because
      : (ran.interrupted ?? (frames.uid === undefined ? noShell(ran) : "the connection ended before this was read"));
  return {
    ...(frames.uid === undefined ? {} : { uid: frames.uid }),
    ...(frames.clock === undefined ? {} : { clock: frames.clock }),
    ...(ran.state === "ended" && ran.refused !== undefined ? { refused: ran.refused } : {}),
    ...(frames.complete ? {} : { incomplete: missing }),
    outputOf(read) {
      const found = numbered.get(JSON.stringify(read));
      const framed = found === undefined ? undefined : frames.byNumber.get(found.number);
      if (framed?.state === "read") return framed.raw;
      return framed?.state === "needs root" ? "needs root" : missing;
    },
  };
}

/** What to say when not even the first line of a script came back. */
export function noShell({ stdout, stderr }: { readonly stdout: Buffer; readonly stderr: string }): string {
  // nologin and its kin say why on standard output
  const said = stderr.trim() === "" ? stdout.subarray(0, 4_096).toString("latin1") : stderr;
  const last = printable(said.trim().split("\n").at(-1) ?? "");
  return last === "" ? "no shell answered" : `no shell answered: ${last}`;
}

function printable(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text.slice(0, 200) : "binary noise";
}
