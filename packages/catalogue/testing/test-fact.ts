import type { Fact, HostWanted, RawOutput } from "@secondlock/model";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleHost } from "./example-host.ts";

/** Outputs by the key of their read, and the value or the part of the reason that they must give. */
export interface Captured {
  readonly outputs: Readonly<Record<string, string | Partial<RawOutput>>>;
  readonly gives?: unknown;
  readonly unreadable?: RegExp;
}

/** The contract of a fact, from named captures: each gives what it should, and nothing that comes back makes it throw. */
export function testFact<T>(
  fact: Fact<T>,
  captures: Readonly<Record<string, Captured>>,
  wanted: HostWanted = exampleHost(),
): void {
  const keys = Object.keys(fact.reads(wanted));

  describe(fact.id, () => {
    it.each(Object.entries(captures))("%s", (_name, { outputs, gives, unreadable }) => {
      const reading = fact.parse(
        Object.fromEntries(Object.entries(outputs).map(([key, output]) => [key, outputOf(output)])),
        wanted,
      );
      if (unreadable)
        expect(reading).toMatchObject({ known: false, reason: expect.stringMatching(unreadable) as unknown });
      else expect(reading).toEqual({ known: true, value: gives });
    });

    it("is not known when nothing was read", () => {
      expect(fact.parse({}, wanted).known).toBe(false);
      expect(fact.parse(Object.fromEntries(keys.map((key) => [key, outputOf("")])), wanted).known).toBe(false);
      expect(fact.parse(Object.fromEntries(keys.map((key) => [key, outputOf({ status: 127 })])), wanted).known).toBe(
        false,
      );
    });

    it("never throws on hostile, garbled or cut output, and stays in proportion to it", () => {
      const texts = Object.values(captures).flatMap(({ outputs }) =>
        Object.values(outputs).map((output) => outputOf(output).stdout),
      );
      const words = texts.flatMap((text) => text.split(/(?<=[\n\0 |=])/)).filter((word) => word !== "");
      const text = fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(fc.constantFrom(...words, "end\n", "end\0", "\0", "é\n", "{")).map((parts) => parts.join("")),
        fc.constantFrom(...texts).chain((whole) => fc.nat(whole.length).map((length) => whole.slice(0, length))),
      );
      const output = fc.record({
        stdout: text,
        stderr: fc.string(),
        status: fc.constantFrom(0, 1, 124, 127, 137),
        truncated: fc.boolean(),
      });
      fc.assert(
        fc.property(fc.record(Object.fromEntries(keys.map((key) => [key, output]))), (raw) => {
          const reading = fact.parse(raw, wanted);
          const read = Object.values(raw).reduce((sum, { stdout, stderr }) => sum + stdout.length + stderr.length, 0);
          expect(JSON.stringify(reading).length).toBeLessThan(2_000 + read * 40);
        }),
      );
    });

    it("asks with reads that are bounded", () => {
      for (const read of Object.values(fact.reads(wanted)))
        expect(read.bytes ?? 65_536).toBeLessThanOrEqual(256 * 1024);
    });
  });
}

function outputOf(output: string | Partial<RawOutput>): RawOutput {
  return {
    stdout: "",
    stderr: "",
    status: 0,
    truncated: false,
    ...(typeof output === "string" ? { stdout: output } : output),
  };
}
