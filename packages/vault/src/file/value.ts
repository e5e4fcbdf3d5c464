import { decryptFile, encryptFile, type Identity, parseRecipient } from "@secondlock/age";
import { canonicalText, readCanonical } from "../canonical.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Header } from "./header.ts";
import { isBytes, isCount, isObject } from "./shape.ts";
import { isVariableName } from "./variable.ts";

/** One secret, as it stands in a line. */
export interface Value {
  readonly name: string;
  /** The sequence of the file in which it was set. */
  readonly version: number;
  /** On which it was set, by the editor's clock and in UTC: `2026-11-22`. For people; nothing is decided by it. */
  readonly day: string;
  /** A file of age for the header's identity and its recovery recipients. */
  readonly box: Buffer;
}

/** Bytes of a value that can be sealed: PEM keys and JSON credentials fit. */
export const longestValue = 64 * 1_024;
/** Lengths are told in steps of so many bytes only. */
const step = 64;

interface Sealed {
  readonly file: string;
  readonly name: string;
  readonly version: number;
  readonly value: string;
  readonly pad: string;
}

const isSealed = isObject({
  file: isBytes(16),
  name: (value) => typeof value === "string" && isVariableName(value),
  version: isCount,
  value: (value) => typeof value === "string",
  pad: (value) => typeof value === "string",
});

/** Why a value cannot be sealed. `detail` is its name. */
export type ValueReason = "bad-name" | "too-long" | "lone-surrogate" | "zero-byte";

/**
 * Encrypts one value for the header's identity and its recovery recipients. The plaintext names file, name and version, so that it
 * fits its own line and no other. Refuses with `bad-name`, `too-long` and `lone-surrogate`, which UTF-8 cannot hold. Throws
 * TypeError when the header was not verified before: it names recipients that are none.
 */
export function sealValue(
  header: Header,
  name: string,
  version: number,
  value: string,
  at: Date,
): Outcome<Value, ValueReason> {
  if (!isVariableName(name)) return refuse("bad-name", name.slice(0, 40));
  if (Buffer.byteLength(value) > longestValue) return refuse("too-long", name);
  if (!value.isWellFormed()) return refuse("lone-surrogate", name);
  // the environment of a process ends a value there
  if (value.includes("\0")) return refuse("zero-byte", name);
  const bare = canonicalText({ file: header.file, name, version, value, pad: "" });
  const pad = " ".repeat((step - (Buffer.byteLength(bare) % step)) % step);
  const plaintext = canonicalText({ file: header.file, name, version, value, pad });
  const recipients = [header.identity, ...header.recovery].map((text) => {
    const recipient = parseRecipient(text);
    if (!recipient.ok) throw new TypeError(`the header names ${text}, which is no recipient`);
    return recipient.value;
  });
  return accept({ name, version, day: dayOf(at), box: encryptFile(Buffer.from(plaintext), recipients) });
}

/** A day of UTC. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The value of a line. Refuses with `not-ours` when it was made for other keys, with `damaged`, and with `moved` when it belongs to another line. */
export function openValue(
  header: Header,
  { name, version, box }: Value,
  identity: Identity,
): Outcome<string, "not-ours" | "damaged" | "moved"> {
  const opened = decryptFile(box, identity);
  if (!opened.ok) return refuse(opened.reason === "no-match" ? "not-ours" : "damaged", name);
  const sealed = readCanonical(opened.value.toString("utf8"));
  if (!isSealed(sealed)) return refuse("damaged", name);
  const { value, ...place } = sealed as Sealed;
  return place.file === header.file && place.name === name && place.version === version
    ? accept(value)
    : refuse("moved", name);
}
