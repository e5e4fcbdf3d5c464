import { limits } from "./limits.ts";
import { type Field, linesOf, type Message, type RequestMessage } from "./message.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";
import { absoluteTarget, parseAuthority } from "./target.ts";

/** A message as it stands in a file, and the bytes of its body. */
export interface HttpText {
  readonly message: Message;
  readonly body: Buffer;
}

interface TextContext {
  /** Scheme of a request whose target is a path; `https` when not given. */
  readonly scheme?: "http" | "https";
  /** The request that a response answers. */
  readonly request?: RequestMessage;
}

/** Bytes of a message that is read whole. */
const longest = 17 * 1_048_576;

/**
 * Reads an HTTP/1.1 message: start line, headers, an empty line, the body. Headers are bytes, as Node gives them. What two readers
 * could read in two ways is refused: where the body ends, and whom it is for.
 * Refuses with `oversize` and `malformed-message`.
 */
export function parseHttpText(
  given: Uint8Array | string,
  { scheme = "https", request }: TextContext = {},
): Outcome<HttpText> {
  if (given.length > longest) return refuse("oversize", "message");
  const bytes = Buffer.from(given as string);
  const beginning = bytes.toString("latin1", 0, limits.fieldsLength);
  const end = /\r?\n\r?\n/.exec(beginning);
  if (end === null && bytes.length > beginning.length) return refuse("oversize", "headers");
  const head = beginning.slice(0, end?.index);
  const [start = "", ...lines] = head.replace(/\r?\n$/, "").split(/\r?\n/);
  const headers = fieldsOf(lines);
  if (headers === undefined) return refuse("malformed-message", "header line");
  const message = messageOf(start, headers, scheme, request);
  if (!message.ok) return message;
  const body = bodyIn(bytes.subarray(head.length + (end?.[0].length ?? 0)), headers);
  return body.ok ? accept({ message: message.value, body: body.value }) : body;
}

/** All that is left, or as much of it as Content-Length says (RFC 9112 6.3). */
function bodyIn(rest: Buffer, headers: readonly Field[]): Outcome<Buffer> {
  if (linesOf(headers, "transfer-encoding").length > 0) {
    return refuse("malformed-message", "Transfer-Encoding: write the body as it is without, and a Content-Length");
  }
  const [length, ...others] = linesOf(headers, "content-length");
  if (length === undefined) return accept(rest);
  if (others.length > 0 || !/^\d{1,9}$/.test(length)) return refuse("malformed-message", "Content-Length is no number");
  if (rest.length < Number(length)) return refuse("malformed-message", "the body is shorter than Content-Length");
  // an editor ends a file with a line break that is no part of the body
  return /^(?:\r?\n)?$/.test(rest.toString("latin1", Number(length)))
    ? accept(rest.subarray(0, Number(length)))
    : refuse("malformed-message", "the body is longer than Content-Length");
}

/** `Name: value`, as on a command line. Undefined: a line is none. A fold is kept for who reads the value. */
export function fieldsOf(lines: readonly string[]): readonly Field[] | undefined {
  const fields: [string, string][] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] += `\r\n${line}`;
      continue;
    }
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(0, colon));
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/.test(name)) return undefined;
    fields.push([name, line.slice(colon + 1).trim()]);
  }
  return fields;
}

function messageOf(
  start: string,
  headers: readonly Field[],
  scheme: string,
  request: RequestMessage | undefined,
): Outcome<Message> {
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})(?: |$)/.exec(start)?.[1];
  if (status !== undefined) {
    return accept({ status: Number(status), headers, ...(request === undefined ? {} : { request }) });
  }
  const [, method, target = ""] = /^(\S{1,64}) (\S+) HTTP\/\d(?:\.\d)?$/.exec(start) ?? [];
  if (method === undefined) return refuse("malformed-message", "first line");
  if (method === "CONNECT") return accept({ method, targetUri: target, headers });
  const [host = "", ...others] = linesOf(headers, "host");
  // what stands in Host is no part of a path, and a path begins with its slash: glued together they are one address
  if (others.length > 0 || parseAuthority(host) === undefined) return refuse("malformed-message", "Host");
  const origin = `${scheme}://${host}`;
  if (target === "*") return accept({ method, targetUri: origin, requestTarget: target, headers });
  if (target.startsWith("/")) return accept({ method, targetUri: `${origin}${target}`, headers });
  return absoluteTarget(target, host) === undefined
    ? refuse("malformed-message", "the target is no path, and no address whose host is that of Host")
    : accept({ method, targetUri: target, requestTarget: target, headers });
}
