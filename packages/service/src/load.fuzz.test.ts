import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, parseService, sizeLimit } from "./load.ts";
import { formatProblems, problemLimit } from "./problem.ts";

const full = readFileSync(join(import.meta.dirname, "fixtures/full.yaml"), "utf8");

function formatOf(text: string): void {
  const read = parseService(text, "f\u001b");
  if (read.ok) return;
  expect(read.problems.length).toBeGreaterThan(0);
  expect(formatProblems(read.problems)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
}

describe("work is bounded", () => {
  const bomb = ["service: a", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 9; level += 1) {
    bomb.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(", ")}]`);
  }
  test.each([
    ["an alias bomb", bomb.join("\n")],
    ["a million brackets", "[".repeat(sizeLimit)],
    ["a deep staircase", Array.from({ length: 1000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
    ["a hundred thousand unknown keys", Array.from({ length: 80_000 }, (_, key) => `k${key}: 1`).join("\n")],
    [
      "ten thousand hosts that refer to nobody",
      `service: a\nhosts:\n${Array.from({ length: 10_000 }, (_, id) => `  h${id}: { ssh: a@b${id}, via: nobody${id} }`).join("\n")}`,
    ],
    ["too long a text", "#".repeat(sizeLimit + 1)],
  ])("%s", (_story, text) => {
    const begun = performance.now();
    const read = parseService(text, "f");

    expect(read.ok ? [] : read.problems.length).toBeGreaterThan(0);
    expect(read.ok ? 0 : read.problems.length).toBeLessThanOrEqual(problemLimit + 1);
    expect(performance.now() - begun).toBeLessThan(15_000);
  });
});

describe("no text makes it throw", () => {
  const piece = fc.constantFrom(
    "service",
    "hosts",
    "people",
    ": ",
    "\n",
    "  ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!!str ",
    '"',
    "'",
    "#",
    "|",
    ">",
    "\t",
    "? ",
    "\r\n",
    "\u0000",
    "\ud800",
    "%YAML 1.1\n",
    "---\n",
    "22",
    "~",
    "a",
    ", ",
    "<<",
  );
  test("made of YAML's own pieces", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        formatOf(pieces.join(""));
      }),
      { numRuns: 1500 },
    );
  });
  test("any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), formatOf), { numRuns: 500 });
  });
  test("any data under the names of the sections", () => {
    const section = fc.constantFrom(
      "service",
      "hosts",
      "people",
      "ports",
      "databases",
      "backups",
      "vendors",
      "secrets",
      "alerts",
      "applications",
      "attempts",
      "exceptions",
      "stranger",
      "sites",
    );
    const data = fc.dictionary(section, fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(data, (value) => formatOf(JSON.stringify(value))),
      { numRuns: 1000 },
    );
  });
  test("the example with a hole or a foreign piece", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(40), piece, (at, length, foreign) => {
        const start = at % full.length;
        formatOf(full.slice(0, start) + foreign + full.slice(start + length));
      }),
      { numRuns: 300 },
    );
  });
});

test("any bytes are text or a problem", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void decode(bytes, "f")));
});
