import { describe, expect, it } from "vitest";
import { makeShop, must, read } from "../testing/shop.ts";
import { setValue } from "./edit.ts";
import { pinOf } from "./pin.ts";
import { parseFile } from "./sealed-file.ts";
import { verifyFile } from "./verify-file.ts";

describe("the day on which a value was set", () => {
  const { bytes, ben } = makeShop({ A: "1" });
  const withDay = (text: string): Buffer => Buffer.from(String(bytes).replace("value A 1 2026-11-21 ", text));

  it("stands in its line, by UTC, and an edit leaves the others' as they are", () => {
    const late = new Date("2027-01-01T01:30:00+02:00");
    const next = read(must(setValue(read(bytes), "B", "2", { by: "ben", signer: ben, at: late })));
    expect(next.values.map(({ name, day }) => [name, day])).toEqual([
      ["A", "2026-11-21"],
      ["B", "2026-12-31"],
    ]);
  });

  it.each(["2026-02-30", "2026-11-2", "26-11-21-1", "----------", "", "2026-11-21 2026-11-21"])(
    "%j is none, and the line is refused",
    (text) => expect(parseFile(withDay(`value A 1 ${text} `))).toMatchObject({ ok: false, reason: "malformed-line" }),
  );

  it("that somebody changed is refused: the last line covers it", () => {
    const changed = must(parseFile(withDay("value A 1 2026-11-20 ")));
    expect(verifyFile(changed, pinOf(read(bytes)))).toMatchObject({ ok: false, reason: "changed" });
  });
});
