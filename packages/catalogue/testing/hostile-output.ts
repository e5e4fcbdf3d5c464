import type { Fact, RawOutput } from "@secondlock/model";
import { assert, constantFrom, dictionary, integer, oneof, property, record, string, boolean, array } from "fast-check";
import { expect, it } from "vitest";
import { exampleHost } from "./example-host.ts";

/** A fact never throws, gives a reason whenever it gives no value, and never grows beyond what it was given. */
export function staysTotal<T>(fact: Fact<T>, pieces: readonly string[]): void {
  const wanted = exampleHost();
  const keys = Object.keys(fact.reads(wanted));
  const text = oneof(
    string(),
    string({ unit: "binary" }),
    array(oneof(constantFrom("\n", "\t", "\0", " ", "end\n", "end\0", ...pieces), string({ maxLength: 5 }))).map(
      (all) => all.join(""),
    ),
  );
  const output = record({
    stdout: text,
    stderr: string(),
    status: oneof(constantFrom(0, 1, 2, 124, 127, 137), integer()),
    truncated: boolean(),
  });

  it("never throws and stays bounded, whatever comes back", () => {
    assert(
      property(dictionary(constantFrom(...keys), output), (raw: Record<string, RawOutput>) => {
        const reading = fact.parse(raw, wanted);
        const given = Object.values(raw).reduce((sum, { stdout, stderr }) => sum + stdout.length + stderr.length, 0);
        expect(reading.known ? "" : reading.reason).not.toBe(reading.known ? undefined : "");
        expect(JSON.stringify(reading).length).toBeLessThan(1000 + 200 * given);
      }),
    );
  });

  it("says why when nothing was read, the program is missing, or the output is cut", () => {
    expect(fact.parse({}, wanted)).toMatchObject({ known: false });
    expect(fact.parse(each(keys, { status: 124 }), wanted)).toMatchObject({ known: false });
    expect(fact.parse(each(keys, { truncated: true, status: 124 }), wanted)).toMatchObject({ known: false });
  });
}

/** What a fact makes of outputs by key. */
export function read<T>(fact: Fact<T>, outputs: Readonly<Record<string, string | Partial<RawOutput>>>): T {
  const reading = fact.parse(rawOutputs(outputs), exampleHost());
  if (!reading.known) throw new Error(reading.reason);
  return reading.value;
}

export function rawOutputs(
  outputs: Readonly<Record<string, string | Partial<RawOutput>>>,
): Readonly<Record<string, RawOutput>> {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, output]) => [
      key,
      {
        stdout: "",
        stderr: "",
        status: 0,
        truncated: false,
        ...(typeof output === "string" ? { stdout: output } : output),
      },
    ]),
  );
}

function each(keys: readonly string[], output: Partial<RawOutput>): Readonly<Record<string, RawOutput>> {
  return rawOutputs(Object.fromEntries(keys.map((key) => [key, output])));
}
