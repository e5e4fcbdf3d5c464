import { fromBase64, toBase64 } from "./base64.ts";
import { accept, type Outcome, refuse } from "./outcome.ts";

/** The file key for one recipient. `args[0]` is its type. */
export interface Stanza {
  readonly args: readonly string[];
  readonly body: Buffer;
}

export interface Header {
  readonly stanzas: readonly Stanza[];
  /** What the MAC is of: everything up to and with the three dashes. */
  readonly authenticated: Buffer;
  readonly mac: Buffer;
  /** Where the payload begins. */
  readonly end: number;
}

const version = "age-encryption.org/v1";
const columns = 64;
const macLength = 32;
/** Bytes. Some 600 recipients; a header is parsed before anything in it is known to be honest. */
const longest = 64 * 1_024;

/** The header without its MAC. */
export function writeHeader(stanzas: readonly Stanza[]): Buffer {
  return Buffer.from([version, ...stanzas.flatMap(linesOf), "---"].join("\n"), "latin1");
}

/** The line that ends a header. */
export function writeMac(mac: Buffer): Buffer {
  return Buffer.from(` ${toBase64(mac)}\n`, "latin1");
}

/** Reads the beginning of a file, strictly: one way to write a header, and no other. Refuses with `malformed-header`. */
export function parseHeader(file: Buffer): Outcome<Header> {
  const lines = new Lines(file.subarray(0, longest));
  if (lines.next() !== version) return refuse("malformed-header");
  const stanzas: Stanza[] = [];
  for (;;) {
    const start = lines.at;
    const line = lines.next();
    if (line?.startsWith("-> ") === true) {
      const stanza = readStanza(line.slice(3), lines);
      if (stanza === undefined) return refuse("malformed-header");
      stanzas.push(stanza);
      continue;
    }
    const mac = line?.startsWith("--- ") === true ? fromBase64(line.slice(4)) : undefined;
    if (mac?.length !== macLength || stanzas.length === 0) return refuse("malformed-header");
    return accept({ stanzas, authenticated: file.subarray(0, start + 3), mac, end: lines.at });
  }
}

function readStanza(head: string, lines: Lines): Stanza | undefined {
  const args = head.split(" ");
  // VCHAR (RFC 5234 appendix B.1)
  if (!args.every((arg) => /^[\x21-\x7e]+$/.test(arg))) return undefined;
  const parts: Buffer[] = [];
  for (;;) {
    const line = lines.next();
    const bytes = line === undefined || line.length > columns ? undefined : fromBase64(line);
    if (bytes === undefined) return undefined;
    parts.push(bytes);
    // a full line is followed by another, if need be by an empty one
    if (line !== undefined && line.length < columns) return { args, body: Buffer.concat(parts) };
  }
}

function linesOf({ args, body }: Stanza): string[] {
  const text = toBase64(body);
  const full = Math.floor(text.length / columns);
  const wrapped = Array.from({ length: full + 1 }, (_, n) => text.slice(n * columns, (n + 1) * columns));
  return [`-> ${args.join(" ")}`, ...wrapped];
}

/** Lines that end with a line feed; undefined when there is none any more. */
class Lines {
  at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  next(): string | undefined {
    const end = this.#bytes.indexOf(0x0a, this.at);
    if (end === -1) return undefined;
    const line = this.#bytes.toString("latin1", this.at, end);
    this.at = end + 1;
    return line;
  }
}
