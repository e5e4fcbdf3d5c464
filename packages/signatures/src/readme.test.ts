import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
const samples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
const folder = mkdtempSync(join(tmpdir(), "secondlock-readme-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the samples of the README", () => {
  test("are some", () => expect(samples.length).toBeGreaterThan(2));

  test.each(samples.map((code, at) => [code.split("\n")[0] ?? "", at, code] as const))(
    "%s: %i",
    async (_first, at, code) => {
      const file = join(folder, `sample-${at}.ts`);
      writeFileSync(file, code);

      const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder });

      // what a line prints stands behind it
      const told = [...code.matchAll(/(?:console\.log\(.*\);|\}\);) \/\/ (.*)$/gm)].map(([, text]) => text);
      // server and client of one sample print in any order
      expect(new Set(stdout.trim().split("\n"))).toEqual(new Set(told));
    },
  );
});
