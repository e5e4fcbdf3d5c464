import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Read } from "@secondlock/model";
import { parseFrames } from "./frames.ts";
import { collectScript, type NumberedRead } from "./script.ts";

const nonce = "0123456789abcdef0123456789abcdef";
const numbered = (...reads: Read[]): NumberedRead[] => reads.map((read, number) => ({ number, read }));

function run(reads: readonly NumberedRead[], shell = "sh"): ReturnType<typeof parseFrames> {
  return parseFrames(execFileSync(shell, ["-s"], { input: collectScript(reads, nonce), maxBuffer: 1e8 }), nonce, reads);
}

describe("the script and its frames, run for real", () => {
  it.each(["sh", "bash"])("brings back output, status and standard error (%s)", (shell) => {
    const reads = numbered(
      { argv: ["printf", "a\\nb"], root: false },
      { argv: ["sh", "-c", "echo wrong >&2; exit 3"], root: false },
      { argv: ["no-such-program"], root: false },
      { argv: ["sh", "-c", "cat"], root: false },
    );
    const { byNumber, complete, clock } = run(reads, shell);
    expect(complete).toBe(true);
    expect(clock).toBeGreaterThan(1_700_000_000);
    expect(byNumber.get(0)).toEqual({
      state: "read",
      raw: { stdout: "a\nb", stderr: "", status: 0, truncated: false },
    });
    expect(byNumber.get(1)).toMatchObject({ state: "read", raw: { stderr: "wrong", status: 3 } });
    expect(byNumber.get(2)).toMatchObject({ state: "read", raw: { status: 127 } });
    expect(byNumber.get(3), "a command gets no input of ours").toMatchObject({
      state: "read",
      raw: { stdout: "", status: 0 },
    });
  });

  it("bounds a command that prints without end and one that never ends", () => {
    const reads = numbered(
      { argv: ["sh", "-c", "yes"], root: false, bytes: 1_000 },
      { argv: ["sleep", "60"], root: false, seconds: 1 },
      { argv: ["echo", "after"], root: false },
    );
    const { byNumber } = run(reads);
    expect(byNumber.get(0)).toMatchObject({ state: "read", raw: { truncated: true } });
    expect(byNumber.get(1)).toMatchObject({ state: "read", raw: { status: 124 } });
    expect(byNumber.get(2)).toMatchObject({ state: "read", raw: { stdout: "after\n" } });
  });

  it("carries binary noise and lines that look like frames", () => {
    const reads = numbered(
      { argv: ["printf", "\\000\\377\\n0123 0 end 0\\n"], root: false },
      { argv: ["echo", "next"], root: false },
    );
    const { byNumber } = run(reads);
    expect(byNumber.get(0)).toMatchObject({ state: "read", raw: { stdout: "\0\uFFFD\n0123 0 end 0\n", status: 0 } });
    expect(byNumber.get(1)).toMatchObject({ state: "read", raw: { stdout: "next\n" } });
  });

  it("quotes every argument", () => {
    const hostile = "a'b\"$(echo c)`echo d`;\\ *\n#";
    const { byNumber } = run(numbered({ argv: ["printf", "%s", hostile], root: false }));
    expect(byNumber.get(0)).toMatchObject({ state: "read", raw: { stdout: hostile } });
  });
});

describe("frames of a host that lies or goes away", () => {
  it("says that a read is missing when the output is cut anywhere", () => {
    const reads = numbered({ argv: ["echo", "one"], root: false }, { argv: ["echo", "two"], root: false });
    const whole = execFileSync("sh", ["-s"], { input: collectScript(reads, nonce) });
    for (let length = 0; length < whole.length; length += 1) {
      const frames = parseFrames(whole.subarray(0, length), nonce, reads);
      expect(frames.complete).toBe(false);
      const second = frames.byNumber.get(1);
      expect(second?.state === "missing" || (second?.state === "read" && second.raw.stdout === "two\n")).toBe(true);
    }
  });

  it("tells what needs root", () => {
    const text = `${nonce} begin 1000 1700000000\n\n${nonce} 0 out\n\n${nonce} 0 end root\n\n${nonce} done\n`;
    expect(parseFrames(Buffer.from(text), nonce, numbered({ argv: ["id"] }))).toMatchObject({
      uid: 1000,
      byNumber: new Map([[0, { state: "needs root" }]]),
    });
  });

  it("never throws", () => {
    const reads = numbered({ argv: ["id"] }, { argv: ["true"], bytes: 10 });
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        `\n${nonce} 0 out\n`,
        `\n${nonce} 0 end `,
        "0\n",
        "root\n",
        `${nonce} begin `,
        `\n${nonce} done\n`,
      ),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { byNumber } = parseFrames(Buffer.from(pieces.join("")), nonce, reads);
        expect(byNumber.size).toBe(2);
      }),
    );
  });
});
