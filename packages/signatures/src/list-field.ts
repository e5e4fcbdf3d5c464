import type { FieldKnowledge } from "./component-value.ts";
import { knownFieldTypes } from "./structured-field.ts";

/**
 * Fields that are defined as lists, so that two lines mean the same as one with a comma (RFC 9110 5.3). Any other covered field
 * that stands twice is refused: one reader takes the first line, another the last, and both look alike in the signature base.
 */
const lists: ReadonlySet<string> = new Set([
  "accept",
  "accept-charset",
  "accept-encoding",
  "accept-language",
  "accept-ranges",
  "access-control-allow-headers",
  "access-control-allow-methods",
  "access-control-expose-headers",
  "access-control-request-headers",
  "allow",
  "cache-control",
  "connection",
  "content-encoding",
  "content-language",
  "expect",
  "forwarded",
  "if-match",
  "if-none-match",
  "link",
  "prefer",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "vary",
  "via",
  "x-forwarded-for",
]);

export function isListField(name: string, knowledge: FieldKnowledge): boolean {
  const type = knowledge.structuredFields?.get(name) ?? knownFieldTypes.get(name);
  return lists.has(name) || (type !== undefined && type !== "item") || (knowledge.listFields?.has(name) ?? false);
}
