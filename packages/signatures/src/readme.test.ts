import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
const samples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
const imports = (code: string): string => [...code.matchAll(/from "(\S+)"/g)].map(([, name]) => name).join(" ");

const folder = mkdtempSync(join(tmpdir(), "secondlock-readme-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
for (const [at, code] of samples.entries()) writeFileSync(join(folder, `sample-${at}.ts`), code);
afterAll(() => rmSync(folder, { recursive: true }));

describe("the samples of the README", () => {
  test("are some", () => expect(samples.length).toBeGreaterThan(4));

  test("are strict TypeScript", async () => {
    const types = { types: ["node"], typeRoots: [join(root, "node_modules/@types")] };
    const compilerOptions = { ...types, composite: false, declaration: false, noEmit: true };
    const config = { extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["*.ts"] };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));

    const said = await run(join(root, "node_modules/.bin/tsc"), ["-p", "."], { cwd: folder }).then(
      () => "",
      ({ stdout }: { stdout: string }) => stdout,
    );

    expect(said).toBe("");
  });

  test.each(samples.map((code, at) => [at, imports(code), code] as const))(
    "%i, with %s, prints what it says",
    async (at, _imports, code) => {
      const { stdout } = await run(process.execPath, [`sample-${at}.ts`], { cwd: folder });

      // what a line prints stands behind it
      const told = [...code.matchAll(/(?:console\.log\(.*\)|\}\)); \/\/ (.*)$/gm)].map(([, text]) => text);
      expect(stdout.trim().split("\n")).toEqual(told);
    },
  );
});
