import { randomBytes } from "node:crypto";
import { canonicalText, type Limits, type PlainReason } from "./canonical.ts";
import { commitment } from "./hash.ts";

/** What somebody wants to have written down. */
export interface LedgerEvent {
  /** Lower-case words with dots and dashes, at most 128 characters: `secret.opened`. `ledger.` is the ledger's own. */
  readonly type: string;
  /** A JSON object; everybody who reads the log sees it, and it can never be taken back. */
  readonly data?: object;
  /** JSON values by name (at most 32). Only a salted commitment to each enters the chain: `redact` can remove it later. */
  readonly private?: object;
}

export type EventReason =
  | PlainReason
  | "not-an-event"
  | "unknown-member"
  | "bad-type"
  | "reserved-type"
  | "data-not-an-object"
  | "private-not-an-object"
  | "bad-private-name"
  | "too-many-private";

/** An event whose members are text already. Only its place in the chain is missing. */
export interface PreparedEvent {
  readonly type: string;
  readonly data: string;
  /** Canonical object of name and commitment; undefined: nothing is private. */
  readonly committed?: string;
  /** Canonical object of name and `{ salt, value }`: lies beside the entry, outside of its hash. */
  readonly opened?: string;
  readonly bytes: number;
}

export type Preparation =
  | { readonly ok: true; readonly prepared: PreparedEvent }
  | { readonly ok: false; readonly reason: EventReason; readonly at: string };

export const defaultLimits: Limits = { bytes: 65_536, depth: 16 };

const longestType = 128;
const mostPrivate = 32;
const members: ReadonlySet<string> = new Set(["type", "data", "private"]);
// both are linear: the separators are not in the class before them
const typeShape = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
const nameShape = /^[a-z][A-Za-z0-9_]{0,63}$/;

/** Refuses or writes down an event from anywhere; nothing in it runs more than once, and nothing is kept of it. */
export function prepareEvent(event: unknown, limits: Limits = defaultLimits): Preparation {
  try {
    return prepare(event, limits);
  } catch {
    return refused("unreadable");
  }
}

function prepare(event: unknown, limits: Limits): Preparation {
  if (typeof event !== "object" || event === null) return refused("not-an-event");
  for (const key of Object.keys(event)) if (!members.has(key)) return refused("unknown-member");
  const { type, data = {}, private: hidden } = event as { type?: unknown; data?: unknown; private?: unknown };
  if (typeof type !== "string" || type.length > longestType || !typeShape.test(type))
    return refused("bad-type", "/type");
  if (type === "ledger" || type.startsWith("ledger.")) return refused("reserved-type", "/type");
  return prepareParts(type, { data, hidden }, limits);
}

/** For the ledger's own events too, whose types nobody else may use. */
export function prepareParts(
  type: string,
  { data, hidden }: { readonly data: unknown; readonly hidden?: unknown },
  limits: Limits,
): Preparation {
  const written = canonicalText(data, limits);
  if (!written.ok) return refused(written.reason, `/data${written.at}`);
  if (!written.text.startsWith("{")) return refused("data-not-an-object", "/data");
  if (hidden === undefined) {
    return { ok: true, prepared: { type, data: written.text, bytes: written.text.length } };
  }
  const values = canonicalText(hidden, limits);
  // no further than the name: members inside a private value may be private too
  if (!values.ok)
    return refused(values.reason, `/private${/^\/[a-z][A-Za-z0-9_]{0,63}(?=\/|$)/.exec(values.at)?.[0] ?? ""}`);
  if (!values.text.startsWith("{")) return refused("private-not-an-object", "/private");
  return committed(type, written.text, values.text, limits);
}

/** Works on the canonical copy: what the caller handed in is not looked at again. */
function committed(type: string, data: string, hidden: string, limits: Limits): Preparation {
  const values = Object.entries(JSON.parse(hidden) as Record<string, unknown>);
  if (values.length > mostPrivate) return refused("too-many-private", "/private");
  const commitments: string[] = [];
  const opened: string[] = [];
  for (const [name, value] of values) {
    if (!nameShape.test(name)) return refused("bad-private-name", "/private");
    const text = canonicalText(value, limits);
    if (!text.ok) return refused(text.reason, `/private/${name}`);
    const salt = randomBytes(32).toString("hex");
    commitments.push(`"${name}":"${commitment(salt, text.text)}"`);
    opened.push(`"${name}":{"salt":"${salt}","value":${text.text}}`);
  }
  if (values.length === 0) return { ok: true, prepared: { type, data, bytes: data.length } };
  return {
    ok: true,
    prepared: {
      type,
      data,
      committed: `{${commitments.join(",")}}`,
      opened: `{${opened.join(",")}}`,
      bytes: data.length + 2 * hidden.length + 256 * values.length,
    },
  };
}

function refused(reason: EventReason, at = ""): Preparation {
  return { ok: false, reason, at };
}
