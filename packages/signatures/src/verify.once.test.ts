import { expect, test } from "vitest";
import type { FieldType } from "./structured-field.ts";
import { body, order, shopPolicy, signedBy } from "./testing/shop.ts";
import { verify } from "./verify.ts";

/** Each parse of a field asks for its type. */
class CountedTypes extends Map<string, FieldType> {
  asked = 0;

  override get(name: string): FieldType | undefined {
    if (name === "flags") this.asked += 1;
    return super.get(name);
  }
}

const members = Array.from({ length: 50 }, (_, at) => `flags;key="k${at}"`);
const components = ["@method", "@authority", "@path", "@query", ...members];
const flags = ["Flags", members.map((_, at) => `k${at}=${at}`).join(", ")] as const;
const message = { ...order, headers: [...order.headers, flags] };

test.each([
  ["is parsed once, though many of its members are signed", undefined, 1],
  ["is not parsed for a key that nobody knows", "unknown-key", 0],
])("a dictionary %s", async (_story, reason, times) => {
  const signed = await signedBy(message, { body, components, structuredFields: new Map([["flags", "dictionary"]]) });
  const structuredFields = new CountedTypes([["flags", "dictionary"]]);
  const strangers = reason === undefined ? {} : { keys: () => undefined };

  const verified = await verify(signed, shopPolicy({ components, structuredFields, ...strangers }), body);

  expect(verified.ok ? undefined : verified.reason).toBe(reason);
  expect(structuredFields.asked).toBe(times);
});

test("headers and trailers of one name are two dictionaries", async () => {
  const both = ["@method", "@authority", "@path", "@query", `priority;key="k1"`, `priority;tr;key="k1"`];
  const headers = [...order.headers, ["Priority", "k1=1"]] as const;
  const signed = await signedBy({ ...order, headers, trailers: [["Priority", "k1=9"]] }, { body, components: both });

  const verified = await verify(signed, shopPolicy({ components: both }), body);
  expect(verified.ok && verified.signatures[0]?.base).toContain(`"priority";key="k1": 1\n"priority";tr;key="k1": 9\n`);
});
