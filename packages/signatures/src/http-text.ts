import { limits } from "./limits.ts";
import type { Field, Message, RequestMessage } from "./message.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";
import { parseAuthority } from "./target.ts";

/** A message as it stands in a file or in the output of `curl --verbose`, and the bytes of its body. */
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

/** Where a body ends. Two of them, and two readers see two bodies (RFC 9112 6.3). */
const framing: readonly string[] = ["content-length", "transfer-encoding"];

/** Bytes of a message that is read whole. */
const longest = 17 * 1_048_576;

/**
 * Reads an HTTP/1.1 message: start line, headers, an empty line, the body. Headers are bytes, as Node gives them.
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
  const rest = bytes.subarray(head.length + (end?.[0].length ?? 0));
  const twice = framing.find((name) => headers.filter(([each]) => each.toLowerCase() === name).length > 1);
  if (twice !== undefined) return refuse("malformed-message", `${twice} stands there twice`);
  // an editor ends a file with a line break that is no part of the body
  const length = headers.find(([name]) => name.toLowerCase() === "content-length")?.[1].trim() ?? "";
  const body = /^\d{1,9}$/.test(length) ? rest.subarray(0, Number(length)) : rest;
  const message = messageOf(start, headers, scheme, request);
  return message === undefined ? refuse("malformed-message", "first line") : accept({ message, body });
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
): Message | undefined {
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})(?: |$)/.exec(start)?.[1];
  if (status !== undefined) return { status: Number(status), headers, ...(request === undefined ? {} : { request }) };
  const [, method, target = ""] = /^(\S{1,64}) (\S+) HTTP\/\d(?:\.\d)?$/.exec(start) ?? [];
  if (method === undefined) return undefined;
  const hosts = headers.filter(([name]) => name.toLowerCase() === "host");
  const [host] = hosts;
  if (method === "CONNECT") return { method, targetUri: target, headers };
  if (/^https?:/i.test(target)) return { method, targetUri: target, requestTarget: target, headers };
  // what stands in Host is no part of a path, and a path begins with its slash: glued together they are one address
  if (host === undefined || hosts.length > 1 || parseAuthority(host[1]) === undefined) return undefined;
  if (target !== "*" && !target.startsWith("/")) return undefined;
  const origin = `${scheme}://${host[1]}`;
  return target === "*"
    ? { method, targetUri: origin, requestTarget: "*", headers }
    : { method, targetUri: `${origin}${target}`, headers };
}
