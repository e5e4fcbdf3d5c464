import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "secondlock-import-rule-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
copyFileSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));

/** Lints one planted file at a path of this repository, under this repository's own configuration. */
function lint(path: string, text: string): { readonly status: number | null; readonly said: string } {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const ran = spawnSync(join(root, "node_modules/.bin/oxlint"), ["-c", ".oxlintrc.json", path], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status: ran.status, said: ran.stdout + ran.stderr };
}

// a ban whose glob is mistyped passes in silence: each rule must be seen red
describe("the import rule turns red for", () => {
  it.each([
    [
      "model importing the catalogue",
      "packages/model/src/a.ts",
      "@secondlock/catalogue",
      "model imports nothing of ours",
    ],
    ["model doing I/O", "packages/model/src/b.ts", "node:fs", "model is pure"],
    ["service importing the engine", "packages/service/src/a.ts", "@secondlock/engine", "service knows the model only"],
    [
      "service reaching into the catalogue by path",
      "packages/service/src/b.ts",
      "../../catalogue/src/index.ts",
      "service knows the model only",
    ],
    [
      "catalogue importing the engine",
      "packages/catalogue/src/controls/ssh/a.ts",
      "@secondlock/engine",
      "knows the model only",
    ],
    ["catalogue doing I/O", "packages/catalogue/src/facts/b.ts", "node:child_process", "no I/O"],
    [
      "engine importing the catalogue",
      "packages/engine/src/tasks/a.ts",
      "@secondlock/catalogue",
      "engine knows the model",
    ],
    [
      "engine reaching into the catalogue by path",
      "packages/engine/src/tasks/b.ts",
      "../../../catalogue/src/index.ts",
      "engine knows the model",
    ],
    ["age importing the vault", "packages/age/src/a.ts", "@secondlock/vault", "age stands alone"],
    ["vault importing the engine", "packages/vault/src/a.ts", "@secondlock/engine", "vault knows age"],
    ["vault reaching into age by path", "packages/vault/src/keys/a.ts", "../../../age/src/index.ts", "vault knows age"],
    ["engine importing the command line", "packages/engine/src/collect/a.ts", "secondlock", "engine knows the model"],
    ["judge touching a machine", "packages/engine/src/judge/a.ts", "../targets/ssh.ts", "pure"],
    ["answer doing I/O", "packages/engine/src/answer/a.ts", "node:fs", "pure"],
    ["report doing I/O", "packages/engine/src/report/a.ts", "node:net", "pure"],
  ])("%s", (_name, path, specifier, message) => {
    for (const text of [
      `import { x } from "${specifier}";\nx();\n`,
      `import type { X } from "${specifier}";\nexport type Y = X;\n`,
      `export { x } from "${specifier}";\n`,
    ]) {
      const { status, said } = lint(path, text);
      expect(status, text).not.toBe(0);
      expect(said).toContain(message);
    }
  });
});

describe("the import rule stays green for", () => {
  it.each([
    ["catalogue importing the model", "packages/catalogue/src/facts/c.ts", "@secondlock/model"],
    ["engine importing the model", "packages/engine/src/judge/c.ts", "@secondlock/model"],
    ["the command line importing everything", "packages/cli/src/c.ts", "@secondlock/catalogue"],
    ["targets doing I/O", "packages/engine/src/targets/c.ts", "node:fs"],
  ])("%s", (_name, path, specifier) => {
    const { status, said } = lint(path, `export { x } from "${specifier}";\n`);
    expect(status, said).toBe(0);
  });
});
