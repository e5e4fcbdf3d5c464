import fc from "fast-check";
import { expect, test } from "vitest";
import { entryText } from "../../entry.ts";
import { prepareEvent } from "../../event.ts";
import { entryHash } from "../../hash.ts";
import type { Row } from "../../store.ts";
import { lineOf, rowOf } from "./line.ts";

test("a row is the same after it was a line", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(',"opened":', '},"opened":{'));
  fc.assert(
    fc.property(
      text.filter((one) => one.isWellFormed()),
      text.filter((one) => one.isWellFormed()),
      fc.boolean(),
      (data, hidden, secret) => {
        const event = prepareEvent({
          type: "a",
          data: { data, [`k${data}`]: {} },
          ...(secret ? { private: { hidden } } : {}),
        });
        if (!event.ok) return;
        const entry = entryText(event.prepared, { seq: 0, prev: "0".repeat(64), time: "2026-11-21T10:00:00.000Z" });
        const row: Row = { hash: entryHash(entry), entry, opened: event.prepared.opened };
        expect(rowOf(lineOf(row).slice(0, -1))).toEqual(row);
      },
    ),
  );
});
