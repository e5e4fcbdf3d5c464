import { limits } from "./limits.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";

/** One line of a header section: name as sent, value as Node gives it (one character per byte, latin1). */
export type Field = readonly [name: string, value: string];
export type Fields = readonly Field[];

interface Sections {
  readonly headers: Fields;
  /** A function when they are known only after the body was read. */
  readonly trailers?: Fields | (() => Fields);
}

/** A request, without its body. */
export interface RequestMessage extends Sections {
  readonly method: string;
  /**
   * As the client addressed it: scheme, authority, path and query as sent, nothing decoded or resolved, no fragment.
   * For CONNECT: `host:port` (RFC 9112 3.2.3).
   */
  readonly targetUri: string;
  /** The request target of the request line, where it differs from path and query: `*`, absolute-form. */
  readonly requestTarget?: string;
}

/** A response, without its body. */
export interface ResponseMessage extends Sections {
  readonly status: number;
  /** The request that it answers, as it was sent: needed when a component has `req`. */
  readonly request?: RequestMessage;
}

export type Message = RequestMessage | ResponseMessage;

export function isResponse(message: Message): message is ResponseMessage {
  return "status" in message;
}

/** Whether it is a response without content, whatever its headers say of the content that another would have (RFC 9110 6.4.1). */
export function hasNoContent(message: Message): boolean {
  if (!isResponse(message)) return false;
  const { status, request } = message;
  return status < 200 || status === 204 || status === 304 || request?.method === "HEAD";
}

/** What a message is, in one word: components of the one are none of the other. */
export type MessageKind = "request" | "response";

export function kindOf(message: Message): MessageKind {
  return isResponse(message) ? "response" : "request";
}

/** All lines of each field, by lower-case name, in their order. */
export type FieldIndex = ReadonlyMap<string, readonly string[]>;

/** Refuses with `oversize` and `malformed-message`. */
export function indexFields(fields: Fields): Outcome<FieldIndex> {
  if (fields.length > limits.fields) return refuse("oversize", "header lines");
  const index = new Map<string, string[]>();
  let length = 0;
  for (const [name, value] of fields) {
    length += name.length + value.length;
    if (length > limits.fieldsLength) return refuse("oversize", "headers");
    const key = name.toLowerCase();
    const lines = index.get(key);
    if (lines === undefined) index.set(key, [value]);
    else lines.push(value);
  }
  return accept(index);
}

/** The lines of one field without an index. */
export function linesOf(fields: Fields, name: string): readonly string[] {
  return fields.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}
