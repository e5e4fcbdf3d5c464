import { types } from "node:util";
import canonicalize from "canonicalize";

/** What one value may cost. */
export interface Limits {
  /** Bytes of canonical text, UTF-8. */
  readonly bytes: number;
  /** Objects and arrays inside each other; a value that holds itself is always deeper. */
  readonly depth: number;
}

/** Why a value is not taken. */
export type PlainReason =
  /** Not one of null, true, false, number, string, array, object of `{}` or null prototype. A class, a Date, a function, undefined, a symbol. */
  | "not-plain"
  | "not-finite"
  | "bigint"
  | "lone-surrogate"
  | "prototype-key"
  | "too-deep"
  | "too-big"
  /** Reading it threw. */
  | "unreadable";

export type CanonicalText =
  | { readonly ok: true; readonly text: string }
  /** `at` is a JSON Pointer (RFC 6901) to what was refused. */
  | { readonly ok: false; readonly reason: PlainReason; readonly at: string };

/** Keys that mean something else to an object than to a document. */
const prototypeKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * The RFC 8785 text of a value that may be hostile. Each member is read once into a copy, and only the copy is written:
 * `toJSON` is never called, a getter cannot answer twice, and what the caller changes later changes nothing here.
 */
export function canonicalText(value: unknown, limits: Limits): CanonicalText {
  const walk: Walk = { limits, cost: 0, path: [], numericKeys: false };
  try {
    const copy = copyOf(value, walk, 0);
    const text = writeOrdered(copy, walk.numericKeys);
    if (Buffer.byteLength(text) > limits.bytes) return { ok: false, reason: "too-big", at: "" };
    return { ok: true, text };
  } catch (error) {
    return { ok: false, reason: error instanceof Refused ? error.reason : "unreadable", at: pointer(walk.path) };
  }
}

/**
 * RFC 8785 writes primitives as ECMAScript's JSON.stringify does (section 3.2.2) and sorts keys by UTF-16 units
 * (section 3.2.3), so on a copy whose keys were put in that order JSON.stringify is the canonical text, at a fifth of
 * the cost of the library. Only keys that look like an index break this, since objects list those first: the library
 * writes such values. A test compares both on any JSON.
 */
function writeOrdered(copy: Plain, numericKeys: boolean): string {
  return numericKeys ? String(canonicalize(copy)) : JSON.stringify(copy);
}

/** Whether this is the canonical text of what it says: no spaces, no second member of the same name, no other spelling. */
export function isCanonical(text: string, parsed: unknown): boolean {
  return canonicalize(parsed) === text;
}

/** Whether the keys of a value that was parsed stand in the order of RFC 8785 section 3.2.3, in all that is in it. */
export function isInOrder(parsed: unknown): boolean {
  if (typeof parsed !== "object" || parsed === null) return true;
  if (Array.isArray(parsed)) return parsed.every(isInOrder);
  let before = "";
  for (const key in parsed) {
    if (key < before || !isInOrder((parsed as Record<string, unknown>)[key])) return false;
    before = key;
  }
  return true;
}

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

interface Walk {
  readonly limits: Limits;
  cost: number;
  readonly path: (string | number)[];
  numericKeys: boolean;
}

/** Never leaves this file. */
class Refused extends Error {
  readonly reason: PlainReason;
  constructor(reason: PlainReason) {
    super(reason);
    this.reason = reason;
  }
}

function copyOf(value: unknown, walk: Walk, depth: number): Plain {
  spend(walk, 1);
  switch (typeof value) {
    case "string":
      return text(value, walk);
    case "number":
      if (!Number.isFinite(value)) throw new Refused("not-finite");
      return value;
    case "boolean":
      return value;
    case "bigint":
      throw new Refused("bigint");
    case "object":
      if (value === null) return null;
      if (types.isProxy(value)) throw new Refused("not-plain");
      if (depth >= walk.limits.depth) throw new Refused("too-deep");
      return Array.isArray(value) ? arrayOf(value, walk, depth + 1) : objectOf(value, walk, depth + 1);
    default:
      throw new Refused("not-plain");
  }
}

function text(value: string, walk: Walk): string {
  spend(walk, value.length);
  if (!value.isWellFormed()) throw new Refused("lone-surrogate");
  return value;
}

function arrayOf(value: readonly unknown[], walk: Walk, depth: number): Plain {
  if (Object.getPrototypeOf(value) !== Array.prototype) throw new Refused("not-plain");
  const { length } = value;
  spend(walk, length);
  const copy: Plain[] = [];
  for (let index = 0; index < length; index += 1) {
    walk.path.push(index);
    copy.push(copyOf(value[index], walk, depth));
    walk.path.pop();
  }
  return copy;
}

function objectOf(value: object, walk: Walk, depth: number): Plain {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new Refused("not-plain");
  const keys = Object.keys(value);
  spend(walk, keys.length);
  const copy: Record<string, Plain> = {};
  for (const key of inOrder(keys)) {
    walk.path.push(key);
    text(key, walk);
    if (prototypeKeys.has(key)) throw new Refused("prototype-key");
    if (startsWithDigit(key)) walk.numericKeys = true;
    copy[key] = copyOf((value as Record<string, unknown>)[key], walk, depth);
    walk.path.pop();
  }
  return copy;
}

/** Most objects are written in one order all the time: looking is cheaper than sorting. Strings compare by UTF-16 units. */
function inOrder(keys: readonly string[]): readonly string[] {
  for (let index = 1; index < keys.length; index += 1) {
    if ((keys[index - 1] as string) > (keys[index] as string)) return keys.toSorted();
  }
  return keys;
}

function startsWithDigit(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}

/** Counts before anything is copied: no value costs more to refuse than a good one costs to take. */
function spend(walk: Walk, units: number): void {
  walk.cost += units;
  if (walk.cost > walk.limits.bytes) throw new Refused("too-big");
}

/** At most 200 characters: keys are the caller's, and long ones are part of what may be hostile. */
function pointer(path: readonly (string | number)[]): string {
  return path
    .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("")
    .slice(0, 200)
    .toWellFormed();
}
