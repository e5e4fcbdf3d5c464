import type { Fact, RawOutput } from "@secondlock/model";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { exampleHost } from "./example-host.ts";

/** What a read gave that ended well. */
export function ran(stdout: string, changes: Partial<RawOutput> = {}): RawOutput {
  return { stdout, stderr: "", status: 0, truncated: false, ...changes };
}

/** The contract of every fact: whatever comes back, it gives a value or a reason, and stays in proportion to it. */
export function neverThrows(fact: Fact<unknown>, captured: string): void {
  const wanted = exampleHost();
  const [key = ""] = Object.keys(fact.reads(wanted));
  const words = captured.split(/(?<=[\t\n])/);
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...words, "end\n", "\0", "end", "\t\t\t", "é\n")).map((parts) => parts.join("")),
    fc.nat(captured.length).map((length) => captured.slice(0, length)),
  );
  it("never throws on hostile, garbled or cut output", () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(0, 1, 124, 127, 255), fc.boolean(), (stdout, status, truncated) => {
        const reading = fact.parse({ [key]: ran(stdout, { status, truncated }) }, wanted);
        expect(typeof reading.known).toBe("boolean");
        expect(JSON.stringify(reading).length).toBeLessThan(2_000 + stdout.length * 40);
      }),
    );
  });
  it("is not known when it was not read, cut or out of time", () => {
    expect(fact.parse({}, wanted)).toMatchObject({ known: false });
    expect(fact.parse({ [key]: ran("") }, wanted)).toMatchObject({ known: false });
    expect(fact.parse({ [key]: ran(captured, { truncated: true }) }, wanted)).toMatchObject({ known: false });
    expect(fact.parse({ [key]: ran(captured, { status: 124 }) }, wanted)).toMatchObject({ known: false });
    expect(fact.parse({ [key]: ran(captured.replace(/end\n$/, "")) }, wanted)).toMatchObject({ known: false });
  });
  it("asks with reads that are bounded", () => {
    for (const read of Object.values(fact.reads(wanted))) expect(read.bytes ?? 65_536).toBeLessThanOrEqual(256 * 1024);
  });
}
