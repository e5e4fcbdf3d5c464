import { isCanonical, isInOrder, type Plain } from "./canonical.ts";
import type { PreparedEvent } from "./event.ts";
import { type Hash, isHash } from "./hash.ts";

/** The version of the entry's shape, in every entry. */
export const entryVersion = 1;

/** The hashed part of an entry, as it stands in the chain. */
export interface EntryBody {
  readonly v: typeof entryVersion;
  /** From 0, without gaps. The order of the log, also when clocks disagree. */
  readonly seq: number;
  /** ISO 8601, UTC, milliseconds; never earlier than the entry before. */
  readonly time: string;
  /** What the clock said, when that was earlier than the entry before. */
  readonly clock?: string;
  readonly type: string;
  readonly data: { readonly [key: string]: Plain };
  /** Commitments by name, of what was private. */
  readonly private?: { readonly [name: string]: Hash };
  /** The hash of the entry before; of the first one, a hash of the log's id. */
  readonly prev: Hash;
}

/** Where the next entry comes to stand. */
export interface Place {
  readonly seq: number;
  readonly prev: Hash;
  readonly time: string;
  readonly clock?: string;
}

/** The RFC 8785 text of an entry: its members in order, around parts that are canonical already. */
export function entryText({ type, data, committed }: PreparedEvent, { seq, prev, time, clock }: Place): string {
  const start = clock === undefined ? "" : `"clock":"${clock}",`;
  const hidden = committed === undefined ? "" : `"private":${committed},`;
  return `{${start}"data":${data},"prev":"${prev}",${hidden}"seq":${seq},"time":"${time}","type":"${type}","v":${entryVersion}}`;
}

/** The entry that a text says; undefined: it is not one in this version's shape. */
export function parseEntry(text: string): EntryBody | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isBody(parsed) && isSpelledAs(parsed, text) ? parsed : undefined;
  } catch {
    // also what is nested so deep that looking at it takes more stack than there is: a ledger writes none of that
    return undefined;
  }
}

/**
 * An entry has one text (RFC 8785): no second member of the same name, no spaces, no other escapes or order.
 * JSON.stringify gives the text back when its keys are in order; where objects list index-like keys first, the library
 * decides.
 */
function isSpelledAs(entry: EntryBody, text: string): boolean {
  return (JSON.stringify(entry) === text && isInOrder(entry)) || isCanonical(text, entry);
}

const known: ReadonlySet<string> = new Set(["v", "seq", "time", "clock", "type", "data", "private", "prev"]);
const timeShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function isBody(value: unknown): value is EntryBody {
  if (!isRecord(value)) return false;
  for (const key in value) if (!known.has(key)) return false;
  const { v, seq, time, clock, type, data, prev, private: hidden } = value;
  return (
    v === entryVersion &&
    Number.isSafeInteger(seq) &&
    isTime(time) &&
    (clock === undefined || isTime(clock)) &&
    typeof type === "string" &&
    isRecord(data) &&
    isHash(prev) &&
    (hidden === undefined || (isRecord(hidden) && Object.values(hidden).every(isHash)))
  );
}

function isTime(value: unknown): boolean {
  return typeof value === "string" && value.length === 24 && timeShape.test(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
