import type { Component } from "./component.ts";
import { canonicalLine, isAscii } from "./field-value.ts";
import { isListField } from "./list-field.ts";
import { type FieldIndex, indexFields, isResponse, type Message, type RequestMessage } from "./message.ts";
import { parseQueryParameters, type QueryParameters } from "./query-parameters.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";
import {
  type FieldType,
  knownFieldTypes,
  type Members,
  memberValue,
  parseMembers,
  strictValue,
} from "./structured-field.ts";
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
  /** Dictionaries that were asked for, by name and section: 64 components may each name a member of one long field. */
  readonly members: Map<string, Outcome<Members>>;
}

function sideOf(message: Message, headers: FieldIndex): Side {
  return { message, headers, members: new Map() };
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
  if (component.key === undefined) return wholeValue(side, component, knowledge);
  const name = `${component.name}${component.tr ? ";tr" : ""}`;
  let members = side.members.get(name);
  if (members === undefined) {
    members = membersOf(side, component, knowledge);
    side.members.set(name, members);
  }
  return members.ok ? memberValue(members.value, component.key) : members;
}

function membersOf(side: Side, component: Component, knowledge: FieldKnowledge): Outcome<Members> {
  const text = joinedLines(side, component);
  if (!text.ok) return text;
  const type = typeOf(component, knowledge);
  if (type === undefined) return refuse("unknown-field-type", component.id);
  return type === "dictionary" ? parseMembers(text.value.value) : refuse("incompatible-component", component.id);
}

function wholeValue(side: Side, component: Component, knowledge: FieldKnowledge): Outcome<string> {
  if (component.bs) {
    const lines = canonicalLines(side, component);
    if (!lines.ok) return lines;
    return accept(lines.value.map((line) => `:${Buffer.from(line, "latin1").toString("base64")}:`).join(", "));
  }
  const joined = joinedLines(side, component);
  if (!joined.ok) return joined;
  const { value, count } = joined.value;
  if (component.sf) {
    const type = typeOf(component, knowledge);
    return type === undefined ? refuse("unknown-field-type", component.id) : strictValue(value, type);
  }
  return count === 1 || isListField(component.name, knowledge)
    ? accept(value)
    : refuse("ambiguous-header", component.id);
}

/** The lines of a field as one, and how many they were. */
function joinedLines(side: Side, component: Component): Outcome<{ readonly value: string; readonly count: number }> {
  const lines = canonicalLines(side, component);
  if (!lines.ok) return lines;
  const value = lines.value.join(", ");
  return isAscii(value) ? accept({ value, count: lines.value.length }) : refuse("malformed-value", component.id);
}

function canonicalLines(side: Side, component: Component): Outcome<readonly string[]> {
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
  return accept(lines);
}

function typeOf({ name }: Component, knowledge: FieldKnowledge): FieldType | undefined {
  return knowledge.structuredFields?.get(name) ?? knownFieldTypes.get(name);
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
