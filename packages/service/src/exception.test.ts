import { describe, expect, test } from "vitest";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { addException } from "./exception.ts";
import { parseService } from "./load.ts";
import { formatProblems } from "./problem.ts";

const adding = {
  path: "secondlock.yaml",
  knownControls: ["ssh-no-root-login", "ssh-no-password-login"],
  today: "2026-11-21",
};
const accepted = { control: "ssh-no-root-login", host: "a", until: "2027-06-30", reason: 'the "old" tool: #12' };
const line = '{ control: ssh-no-root-login, host: a, until: 2027-06-30, reason: "the \\"old\\" tool: #12" }';
const base = "service: s\nhosts: { a: {} }  # here\n";
const other = "{ control: other, host: a, until: 2020-01-01, reason: x }";

function add(text: string, exception = accepted): string {
  const added = addException(text, exception, adding);
  return added.ok ? added.value : formatProblems(added.problems);
}

describe("an exception is added, and every other byte stays", () => {
  test.each([
    ["no list yet", base, `${base}exceptions:\n  - ${line}\n`],
    ["no list yet, no last line end", base.trimEnd(), `${base.trimEnd()}\nexceptions:\n  - ${line}\n`],
    [
      "a block list",
      `${base}exceptions:\n  # old\n  - ${other} # why\nsites: []\n`,
      `${base}exceptions:\n  # old\n  - ${other} # why\n  - ${line}\nsites: []\n`,
    ],
    [
      "a block list at the margin",
      `${base}exceptions:\n- ${other}\n\n# end\n`,
      `${base}exceptions:\n- ${other}\n- ${line}\n\n# end\n`,
    ],
    [
      "a block list of blocks",
      `${base}exceptions:\n  - control: other\n    host: a\n    until: 2020-01-01\n    reason: x\nsites: []\n`,
      `${base}exceptions:\n  - control: other\n    host: a\n    until: 2020-01-01\n    reason: x\n  - ${line}\nsites: []\n`,
    ],
    [
      "a list on one line",
      `${base}exceptions: [ ${other} ] # list\n`,
      `${base}exceptions: [ ${other}, ${line} ] # list\n`,
    ],
    ["an empty list", `${base}exceptions: []\n`, `${base}exceptions: [${line}]\n`],
  ])("%s", (_story, text, expected) => {
    expect(add(text)).toBe(expected);
    expect(add(text.replaceAll("\n", "\r\n"))).toBe(expected.replaceAll("\n", "\r\n"));
    expect(add(`\ufeff${text}`)).toBe(`\ufeff${expected}`);
  });

  test("a file on one line is written anew", () => {
    const read = parseService(add('{"service":"s","hosts":{"a":{}}}'), "f");
    expect(read.ok && read.value.exceptions).toEqual([accepted]);
  });

  test("the example", async () => {
    const text = await readFile(join(import.meta.dirname, "fixtures/full.yaml"), "utf8");
    const after = add(text, { ...accepted, host: "app-1" });
    expect(after.startsWith(text)).toBe(true);
    expect(after.slice(text.length)).toBe(`  - ${line.replace("host: a", "host: app-1")}\n`);
  });
});

describe("an exception is refused", () => {
  test.each([
    [
      "unknown control",
      base,
      { ...accepted, control: "ssh-no-root-logins" },
      "exception.control is not in the catalogue: ssh-no-root-logins\n  hint: did you mean ssh-no-root-login?",
    ],
    ["unknown host", base, { ...accepted, host: "b" }, "exception.host names a host that does not exist: b"],
    ["past day", base, { ...accepted, until: "2026-11-20" }, "exception.until is in the past: 2026-11-20"],
    ["no day", base, { ...accepted, until: "soon" }, "exception.until is not a date: soon"],
    ["no reason", base, { ...accepted, reason: " " }, "exception.reason is missing"],
    ["there already", `${base}exceptions: [${line}]\n`, accepted, "has an exception on a until 2027-06-30 already"],
    ["a file with problems", `${base}x: 1\n`, accepted, "x is not a setting here"],
  ])("%s", (_story, text, exception, expected) => {
    expect(add(text, exception)).toContain(expected);
  });
  test("today is not past", () => {
    expect(addException(base, { ...accepted, until: adding.today }, adding).ok).toBe(true);
  });
});

test("whatever the reason, the file is the old one plus the exception, or stays", () => {
  const texts = fc.constantFrom(base, `${base}exceptions:\n  - ${other}\n`, `${base}exceptions: [${other}]\n`);
  fc.assert(
    fc.property(texts, fc.string({ unit: "binary", maxLength: 60 }), (text, reason) => {
      const added = addException(text, { ...accepted, reason }, adding);
      if (!added.ok) return;
      const read = parseService(added.value, "f");
      expect(read.ok && read.value.exceptions?.at(-1)?.reason).toBe(reason.trim().replaceAll(/\s+/g, " "));
    }),
    { numRuns: 300 },
  );
});
