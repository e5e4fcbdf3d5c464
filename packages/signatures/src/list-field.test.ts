import { expect, test } from "vitest";
import { isListField } from "./list-field.ts";
import { type FieldType, knownFieldTypes } from "./structured-field.ts";

/** RFC 9110, RFC 8288, RFC 7239, RFC 7240 and the Fetch standard; x-forwarded-for by custom. */
const lists = [
  ..."accept accept-charset accept-encoding accept-language accept-ranges allow cache-control connection".split(" "),
  ..."access-control-allow-headers access-control-allow-methods access-control-expose-headers".split(" "),
  ..."access-control-request-headers content-encoding content-language expect forwarded if-match".split(" "),
  ..."if-none-match link prefer te trailer transfer-encoding upgrade vary via x-forwarded-for".split(" "),
];
/** The registry of structured fields, as of RFC 9651. */
const types: readonly [FieldType, string][] = [
  ["list", "accept-ch cache-status client-cert-chain proxy-status"],
  ["item", "client-cert cross-origin-embedder-policy cross-origin-opener-policy deprecation"],
  ["dictionary", "accept-signature cdn-cache-control content-digest priority repr-digest reporting-endpoints"],
  ["dictionary", "signature signature-input want-content-digest want-repr-digest"],
];

test.each(lists)("%s may stand in several lines", (name) => {
  expect(isListField(name, {})).toBe(true);
});

test.each(types.flatMap(([type, names]) => names.split(" ").map((name) => [name, type] as const)))(
  "%s is a structured field of type %s",
  (name, type) => {
    expect(knownFieldTypes.get(name)).toBe(type);
    expect(isListField(name, {})).toBe(type !== "item");
  },
);

test.each([["content-type"], ["set-cookie"], ["host"], ["content-length"], ["authorization"], ["date"]])(
  "%s stands once",
  (name) => {
    expect(isListField(name, {})).toBe(false);
    expect(isListField(name, { listFields: new Set([name]) })).toBe(true);
  },
);
