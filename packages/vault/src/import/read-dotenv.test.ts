import { parseEnv } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { must } from "../testing/shop.ts";
import { readDotenv } from "./read-dotenv.ts";

const values = (text: string): Record<string, string> => Object.fromEntries(must(readDotenv(Buffer.from(text))).values);

describe("an environment file", () => {
  it.each([
    ["nothing", "", {}],
    ["empty lines and comments", "\n  # A=1\n\t\n", {}],
    ["a value", "A=1", { A: "1" }],
    ["spaces around, and export", "  export A = 1 2  \n", { A: "1 2" }],
    ["no value", "A=\nB= # none\nC=''", { A: "", B: "", C: "" }],
    ["a mark of byte order", "\ufeffA=1\n", { A: "1" }],
    ["lines of Windows and of old Macs", "A=1\r\nB=2\rC='x\r\ny'\r\n", { A: "1", B: "2", C: "x\ny" }],
    ["an equals sign in a value", "A=postgres://u:p@h/d?a=b==", { A: "postgres://u:p@h/d?a=b==" }],
    ["a comment behind a value", "A=1 # one\nB='2 # two' # two\n", { A: "1", B: "2 # two" }],
    ["quotes inside", `A=it's "x"\nB="it's"\nC='"x"'\nD=\`'"\`\n`, { A: `it's "x"`, B: "it's", C: '"x"', D: `'"` }],
    [
      "ends of lines",
      String.raw`A="x\ny\r"` + "\n" + String.raw`B='x\ny'` + "\nC=x\\ny",
      {
        ...{ A: "x\ny\r", B: String.raw`x\ny`, C: String.raw`x\ny` },
      },
    ],
    [
      "a key over several lines",
      'A="-----BEGIN X-----\nab\n-----END X-----"\nB=2\n',
      {
        ...{ A: "-----BEGIN X-----\nab\n-----END X-----", B: "2" },
      },
    ],
    ["a quote that does not end it", String.raw`A="x\"y"`, { A: String.raw`x\"y` }],
    ["what shells expand", 'A=$HOME\nB="${HOME}"\nC=$(id)', { A: "$HOME", B: "${HOME}", C: "$(id)" }],
    ["a name twice", "A=1\nA=2\n", { A: "2" }],
    ["a name that objects have", "__proto__=1\nconstructor=2\n", { ["__proto__"]: "1", constructor: "2" }],
  ])("with %s", (_, text, wanted) => expect(Object.entries(values(text))).toEqual(Object.entries(wanted)));

  it.each([
    ["no-assignment", "A=1\n  export B\n", "2:3"],
    ["no-assignment", "A: 1\n", "1:1"],
    ["bad-name", "A=1\nexport B-C=2\n", "2:8"],
    ["bad-name", "1A=2\n", "1:1"],
    ["open-quote", 'A="x\ny\n', "1:3"],
    ["open-quote", 'A=1\nB="x\ny"\nC= \'z', "4:4"],
    ["after-quote", "A='x'y", "1:6"],
    ["after-quote", 'A="x\ny" z\n', "2:4"],
    ["dotenvx", 'A=1\nB="encrypted:BLx=="\n', "2:3"],
    ["zero-byte", "A=x\0", "1:3"],
    ["value-too-long", `A=${"x".repeat(64 * 1_024 + 1)}`, "1:3"],
    ["too-many-values", Array.from({ length: 4_001 }, (_, n) => `N${n}=`).join("\n"), "4001:1"],
  ])("is refused with its place: %s", (reason, text, detail) => {
    expect(readDotenv(Buffer.from(text))).toEqual({ ok: false, reason, detail });
  });

  it.each([
    ["not-utf8", Buffer.from("A=\xff", "latin1")],
    ["not-utf8", Buffer.from("\ufeffA=1\n", "utf16le")],
    ["too-long", Buffer.alloc(1_048_577, "#")],
  ])("is refused as a whole: %s", (reason, bytes) => expect(readDotenv(bytes)).toEqual({ ok: false, reason }));

  it("tells what others read in another way", () => {
    const text = ["A=p#ss", "B=x #y", "C=$HOME", 'D="costs 5$"', "E='$HOME'", String.raw`F=C:\new`, "A=2"].join("\n");
    expect(must(readDotenv(Buffer.from(`# first\nG='1\n2'\n${text}`))).notes).toEqual([
      { kind: "hash", name: "A", line: 4 },
      { kind: "dollar", name: "C", line: 6 },
      { kind: "backslash", name: "F", line: 9 },
      { kind: "twice", name: "A", line: 10 },
    ]);
  });
});

describe("any text", () => {
  const part = fc.constantFrom(
    "A",
    "B",
    "=",
    "'",
    '"',
    "`",
    "#",
    "\\",
    "$",
    "\n",
    "\r",
    " ",
    "export ",
    "\\n",
    "é",
    "\ufeff",
    "\0",
  );
  const text = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(""));

  it("is read or refused with a place inside it, and nothing throws", () => {
    fc.assert(
      fc.property(text, (some) => {
        const read = readDotenv(Buffer.from(some));
        if (read.ok) return;
        const [, line, column] = /^(\d+):(\d+)$/.exec(read.detail ?? "") ?? [];
        const rows = some
          .replaceAll(/\r\n?/g, "\n")
          .replace(/^\ufeff/, "")
          .split("\n");
        expect(Number(column)).toBeLessThanOrEqual((rows[Number(line) - 1] ?? "").length);
      }),
      { numRuns: 5_000 },
    );
  });

  it("in quotes is what comes out", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const some = text.replaceAll(/[`\0\r\\]/g, "");
        expect(values(`A=1\nB=\`${some}\` # c\nC=3\n`)).toEqual({ A: "1", B: some, C: "3" });
      }),
    );
  });

  it("of everyday kind is read as Node reads it", () => {
    const name = fc.constantFrom("A", "B", "DATABASE_URL");
    const value = fc.oneof(
      fc.stringMatching(/^[\w:/@.=+-]{0,12}$/),
      fc.stringMatching(/^'[\w "#$]{0,12}'$/),
      fc.stringMatching(/^"[\w '#$]{0,12}"$/),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (lines) => {
        const some = lines.map(([name, value]) => `${name}=${value}\n`).join("");
        expect(values(some)).toEqual({ ...parseEnv(some) });
      }),
    );
  });
});
