import type { Component } from "./component.ts";
import { canonicalLine, isAscii } from "./field-value.ts";
import { isListField } from "./list-field.ts";
import { type FieldIndex, indexFields, isResponse, type Message, type RequestMessage } from "./message.ts";
import { parseQueryParameters, type QueryParameters } from "./query-parameters.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";
import { type FieldType, knownFieldTypes, memberValue, strictValue } from "./structured-field.ts";
import { parseTarget, type Target } from "./target.ts";

/** What an application knows about its own header fields. */
export interface FieldKnowledge {
  /** Structured fields by lower-case name, for `sf` and `key`. */
  readonly structuredFields?: ReadonlyMap<string, FieldType>;
  /** Fields whose lines may be joined with commas, by lower-case name. */
  readonly listFields?: ReadonlySet<string>;
}

/** Reads component values of one message. Each part of it is parsed once, and only when it is asked for. */
export interface ComponentReader {
  value(component: Component): Outcome<string>;
  /** Lines of a header of the message itself. */
  lines(name: string): readonly string[];
}

/** Refuses with `oversize` and `malformed-message`. */
export function readerOf(message: Message, knowledge: FieldKnowledge): Outcome<ComponentReader> {
  const headers = indexFields(message.headers);
  if (!headers.ok) return headers;
  const own = sideOf(message, headers.value);
  let request: Side | undefined;
  return accept({
    lines: (name) => headers.value.get(name) ?? [],
    value(component) {
      if (!component.req) return valueIn(own, component, knowledge);
      if (!isResponse(message) || message.request === undefined) return refuse("missing-component", component.id);
      if (request === undefined) {
        const index = indexFields(message.request.headers);
        if (!index.ok) return index;
        request = sideOf(message.request, index.value);
      }
      return valueIn(request, component, knowledge);
    },
  });
}

/** A message and what was read of it so far. */
interface Side {
  readonly message: Message;
  readonly headers: FieldIndex;
  trailers?: FieldIndex;
  target?: Target;
  query?: QueryParameters;
}

function sideOf(message: Message, headers: FieldIndex): Side {
  return { message, headers };
}

function valueIn(side: Side, component: Component, knowledge: FieldKnowledge): Outcome<string> {
  return component.name.startsWith("@") ? derivedValue(side, component) : fieldValue(side, component, knowledge);
}

function derivedValue(side: Side, component: Component): Outcome<string> {
  const { message } = side;
  if (isResponse(message)) {
    const { status } = message;
    return Number.isInteger(status) && status >= 100 && status <= 999
      ? accept(String(status))
      : refuse("malformed-message", "status");
  }
  if (component.name === "@method") {
    return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/.test(message.method)
      ? accept(message.method)
      : refuse("malformed-message", "method");
  }
  const target = targetIn(side, message);
  if (!target.ok) return target;
  if (component.name === "@query-param") return queryParameter(side, target.value, component);
  const value = partOf(target.value, component.name);
  return value === undefined ? refuse("missing-component", component.id) : accept(value);
}

function partOf(target: Target, name: string): string | undefined {
  switch (name) {
    case "@target-uri":
      return target.uri;
    case "@authority":
      return target.authority;
    case "@scheme":
      return target.scheme;
    case "@request-target":
      return target.requestTarget;
    case "@path":
      return target.path;
    case "@query":
      return target.query;
    default:
      throw new TypeError(`component-value does not know ${name}, and component.ts let it through`);
  }
}

function targetIn(side: Side, message: RequestMessage): Outcome<Target> {
  if (side.target === undefined) {
    const target = parseTarget(message);
    if (!target.ok) return target;
    side.target = target.value;
  }
  return accept(side.target);
}

function queryParameter(side: Side, target: Target, component: Component): Outcome<string> {
  side.query ??= parseQueryParameters(target.query ?? "?");
  const name = component.parameter ?? "";
  if (!side.query.has(name)) return refuse("missing-component", component.id);
  const value = side.query.get(name);
  return value === undefined ? refuse("ambiguous-query", component.id) : accept(value);
}

function fieldValue(side: Side, component: Component, knowledge: FieldKnowledge): Outcome<string> {
  const section = component.tr ? trailersOf(side) : accept(side.headers);
  if (!section.ok) return section;
  const found = section.value.get(component.name);
  if (found === undefined) return refuse("missing-component", component.id);
  const lines: string[] = [];
  for (const each of found) {
    const line = canonicalLine(each);
    if (line === undefined) return refuse("malformed-value", component.id);
    lines.push(line);
  }
  if (component.bs)
    return accept(lines.map((line) => `:${Buffer.from(line, "latin1").toString("base64")}:`).join(", "));
  const value = lines.length === 1 ? (lines[0] ?? "") : lines.join(", ");
  if (!isAscii(value)) return refuse("malformed-value", component.id);
  if (component.sf || component.key !== undefined) return structuredValue(value, component, knowledge);
  return lines.length === 1 || isListField(component.name, knowledge)
    ? accept(value)
    : refuse("ambiguous-header", component.id);
}

function structuredValue(value: string, component: Component, knowledge: FieldKnowledge): Outcome<string> {
  const type = knowledge.structuredFields?.get(component.name) ?? knownFieldTypes.get(component.name);
  if (type === undefined) return refuse("unknown-field-type", component.id);
  if (component.key === undefined) return strictValue(value, type);
  return type === "dictionary" ? memberValue(value, component.key) : refuse("incompatible-component", component.id);
}

function trailersOf(side: Side): Outcome<FieldIndex> {
  if (side.trailers === undefined) {
    const { trailers = [] } = side.message;
    const index = indexFields(typeof trailers === "function" ? trailers() : trailers);
    if (!index.ok) return index;
    side.trailers = index.value;
  }
  return accept(side.trailers);
}
