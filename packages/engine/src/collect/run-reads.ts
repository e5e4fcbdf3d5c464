import { randomBytes } from "node:crypto";
import type { RawOutput, Read } from "@secondlock/model";
import type { RunOptions, Target } from "../targets/target.ts";
import { type Frames, parseFrames } from "./frames.ts";
import { numbered, numberOf } from "./reads-of.ts";
import { collectScript } from "./script.ts";

/** What one script of reads gave. */
export interface ReadsRun {
  readonly uid?: number;
  readonly clock?: number;
  /** Set when sudo kept the script from running. */
  readonly refused?: string;
  readonly wrongPassword?: true;
  /** Set when the script did not come to its end, with the reason. */
  readonly incomplete?: string;
  /** What came back for a read, or why nothing did. */
  readonly outputOf: (read: Read) => RawOutput | string;
}

export type ReadLimits = Pick<RunOptions, "seconds" | "bytes" | "signal">;

/**
 * Runs all reads on a target in one round trip; equal ones once. The auditor's login runs the collector that lies there, whatever is sent:
 * it gets the nonce alone.
 */
export async function runReads(
  target: Target,
  reads: readonly Read[],
  { as }: { readonly as: RunOptions["as"] | "auditor" },
  limits: ReadLimits,
): Promise<ReadsRun> {
  const nonce = randomBytes(16).toString("hex");
  const all = numbered(reads);
  const auditor = as === "auditor";
  const script = auditor ? `${nonce}\n` : collectScript(all, nonce);
  const ran = await target.run(script, { as: auditor ? "login" : as, shell: "sh", ...limits });
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
    ...(ran.state === "ended" && ran.wrongPassword === true ? { wrongPassword: true } : {}),
    ...(frames.complete ? {} : { incomplete: missing }),
    outputOf(read) {
      const framed = frames.byNumber.get(numberOf(read));
      if (framed?.state === "read") return framed.raw;
      if (framed?.state === "needs root") return "needs root";
      return frames.complete && auditor ? otherCollector : missing;
    },
  };
}

const otherCollector =
  "the collector there does not read this: it was made for another service file; hint: run secondlock harden there";

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
