import {
  type InnerList,
  isInnerList,
  type Item,
  parseDictionary,
  parseItem,
  parseList,
  serializeDictionary,
  serializeInnerList,
  serializeItem,
  serializeList,
} from "structured-headers";
import { limits } from "./limits.ts";
import { accept, type Outcome, refuse } from "./refusal.ts";

export const fieldTypes = ["dictionary", "list", "item"] as const;

export type FieldType = (typeof fieldTypes)[number];

/** Structured fields of the IANA registry that are met in signed messages; a policy adds its own. */
export const knownFieldTypes: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ["accept-ch", "list"],
  ["accept-signature", "dictionary"],
  ["cache-status", "list"],
  ["cdn-cache-control", "dictionary"],
  ["client-cert", "item"],
  ["client-cert-chain", "list"],
  ["content-digest", "dictionary"],
  ["cross-origin-embedder-policy", "item"],
  ["cross-origin-opener-policy", "item"],
  ["deprecation", "item"],
  ["priority", "dictionary"],
  ["proxy-status", "list"],
  ["repr-digest", "dictionary"],
  ["reporting-endpoints", "dictionary"],
  ["signature", "dictionary"],
  ["signature-input", "dictionary"],
  ["want-content-digest", "dictionary"],
  ["want-repr-digest", "dictionary"],
]);

/** What is written in a structured field, counted: a parser keeps only the last of two equal keys (RFC 9651 4.2.2). */
interface Survey {
  /** Members of the outermost list or dictionary. */
  readonly members: number;
  readonly parameters: number;
  /** `1.0` comes out of the parser as `1`, and would be written back as another type. */
  readonly wholeDecimal: boolean;
}

/** Right for text that the parser has taken. */
export function survey(text: string): Survey {
  let members = /^ *$/.test(text) ? 0 : 1;
  let parameters = 0;
  let wholeDecimal = false;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x22: // a string, or the display string %"..." in which a backslash is nothing special
        at = closingQuote(text, at + 1, text[at - 1] !== "%");
        break;
      case 0x2c: // an inner list has none
        members += 1;
        break;
      case 0x2e: // a token may hold a full stop too, but does not begin with a digit
        wholeDecimal ||=
          /(?:^|[=( ,\t])-?\d{1,12}$/.test(text.slice(Math.max(0, at - 14), at)) &&
          /^0+(?!\d)/.test(text.slice(at + 1, at + 5));
        break;
      case 0x3b:
        parameters += 1;
        break;
    }
  }
  return { members, parameters, wholeDecimal };
}

function closingQuote(text: string, from: number, escapes: boolean): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += escapes && text[at] === "\\" ? 2 : 1;
  return at;
}

/** How many parameters were parsed: of members, and of the items in inner lists. */
export function parametersIn(members: Iterable<Item | InnerList>): number {
  let count = 0;
  for (const member of members) {
    count += member[1].size;
    if (isInnerList(member)) count += parametersIn(member[0]);
  }
  return count;
}

/** Strict serialisation (RFC 9421 2.1.1). Refuses with `oversize` and `malformed-value`. */
export function strictValue(text: string, type: FieldType): Outcome<string> {
  switch (type) {
    case "dictionary":
      return whole(text, parseDictionary, (dictionary) => [...dictionary.values()], serializeDictionary);
    case "list":
      return whole(text, parseList, (list) => list, serializeList);
    case "item":
      return whole(text, parseItem, (item) => [item], serializeItem);
  }
}

export type Members = ReturnType<typeof parseDictionary>;

/** All members of a dictionary, for {@link memberValue}. Refuses as {@link strictValue} does. */
export function parseMembers(text: string): Outcome<Members> {
  return whole(
    text,
    parseDictionary,
    (dictionary) => [...dictionary.values()],
    (dictionary) => dictionary,
  );
}

/** One member of a dictionary (RFC 9421 2.1.2). Refuses with `missing-component` and `malformed-value`. */
export function memberValue(members: Members, key: string): Outcome<string> {
  const member = members.get(key);
  if (member === undefined) return refuse("missing-component", key);
  try {
    return accept(isInnerList(member) ? serializeInnerList(member) : serializeItem(member));
  } catch {
    return refuse("malformed-value", "structured field");
  }
}

/** What a text is parsed into, if nothing of it is lost: of two equal keys one reader takes the last, and another the first. */
function whole<Parsed, T>(
  text: string,
  parse: (text: string) => Parsed,
  membersOf: (parsed: Parsed) => readonly (Item | InnerList)[],
  give: (parsed: Parsed) => T,
): Outcome<T> {
  if (text.length > limits.structuredField) return refuse("oversize", "structured field");
  try {
    const parsed = parse(text);
    const members = membersOf(parsed);
    const written = survey(text);
    if (written.members !== members.length || written.parameters !== parametersIn(members)) {
      return refuse("malformed-value", "a key occurs twice");
    }
    return written.wholeDecimal ? refuse("malformed-value", "decimal without a fraction") : accept(give(parsed));
  } catch {
    return refuse("malformed-value", "structured field");
  }
}
