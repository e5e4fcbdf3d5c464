import fc from "fast-check";
import { expect, it } from "vitest";
import { cleanJson } from "./clean-json.ts";
import { hostile } from "./fixtures/hostile.ts";
import { clean } from "./sanitise.ts";

it("writes exactly what the cleaned value would be", () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      fc.string({ unit: "binary" }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      tie("list"),
      tie("record"),
    ),
    list: fc.array(tie("any"), { maxLength: 4 }),
    record: fc.dictionary(fc.constantFrom("value", "title", "because", "verdict"), tie("any")),
  })).any;
  fc.assert(
    fc.property(value, (one) => {
      expect(cleanJson(one)).toBe(JSON.stringify(clean(one)));
    }),
  );
});

it("keeps the lines of a value, and of nothing else, also when it is asked twice", () => {
  const text = { value: "a\nb", title: "a\nb" };
  for (const _ of [1, 2]) expect(JSON.parse(cleanJson(text))).toEqual({ value: "a\nb", title: "a b" });
});

it("leaves out what is undefined", () => expect(cleanJson({ because: undefined, title: "t" })).toBe('{"title":"t"}'));

it("lets nothing hostile through", () => {
  for (const text of Object.values(hostile))
    expect(cleanJson({ title: text })).toBe(JSON.stringify(clean({ title: text })));
});
