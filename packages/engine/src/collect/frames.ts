import type { RawOutput } from "@secondlock/model";
import { defaultBytes, type NumberedRead } from "./script.ts";

export type Framed =
  | { readonly state: "read"; readonly raw: RawOutput }
  | { readonly state: "needs root" }
  | { readonly state: "missing" };

export interface Frames {
  /** User id that the script ran as; absent when not even the first line came. */
  readonly uid?: number;
  /** Seconds since 1970 on the host. */
  readonly clock?: number;
  /** False when the script was cut off: connection lost, host rebooted, out of time. */
  readonly complete: boolean;
  readonly byNumber: ReadonlyMap<number, Framed>;
}

/** Pure and total: takes the script's output apart, whatever a host made of it. */
export function parseFrames(bytes: Buffer, nonce: string, reads: readonly NumberedRead[]): Frames {
  const begin = lineAfter(bytes, `${nonce} begin `);
  const byNumber = new Map(reads.map((read) => [read.number, frame(bytes, nonce, read)] as const));
  const [uid, clock] = (begin ?? "").split(" ").map(wholeNumber);
  return {
    ...(uid === undefined ? {} : { uid }),
    ...(clock === undefined ? {} : { clock }),
    complete: bytes.includes(`\n${nonce} done\n`),
    byNumber,
  };
}

function frame(bytes: Buffer, nonce: string, { number, read }: NumberedRead): Framed {
  const open = Buffer.from(`\n${nonce} ${number} out\n`);
  const close = Buffer.from(`\n${nonce} ${number} end `);
  const start = bytes.indexOf(open);
  if (start < 0) return { state: "missing" };
  const end = bytes.indexOf(close, start + open.length - 1);
  if (end < 0) return { state: "missing" };
  const rest = bytes.subarray(end + close.length, nextFrame(bytes, nonce, end + close.length));
  const [first = "", ...stderr] = rest.toString("utf8").split("\n");
  if (first.trim() === "root") return { state: "needs root" };
  const status = wholeNumber(first.trim());
  if (status === undefined) return { state: "missing" };
  const limit = read.bytes ?? defaultBytes;
  const stdout = bytes.subarray(Math.min(start + open.length, end), end).subarray(0, limit);
  return {
    state: "read",
    raw: {
      stdout: stdout.toString("utf8"),
      stderr: stderr.join("\n").trim(),
      status,
      truncated: stdout.length >= limit,
    },
  };
}

function nextFrame(bytes: Buffer, nonce: string, from: number): number {
  const next = bytes.indexOf(`\n${nonce} `, from);
  return next < 0 ? bytes.length : next;
}

function lineAfter(bytes: Buffer, prefix: string): string | undefined {
  const start = bytes.indexOf(prefix);
  if (start < 0) return undefined;
  const end = bytes.indexOf("\n", start);
  return bytes.subarray(start + prefix.length, end < 0 ? undefined : end).toString("utf8");
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
