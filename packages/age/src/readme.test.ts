import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";

it("the sample of the README does what it says", () => {
  const readme = readFileSync(join(import.meta.dirname, "..", "README.md"), "utf8");
  const [, sample = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "secondlock-age-readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    join(folder, "sample.mts"),
    sample.replaceAll('"@secondlock/age"', JSON.stringify(join(import.meta.dirname, "index.ts"))),
  );
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, "sample.mts")], { encoding: "utf8" });
  expect({ stdout, stderr }).toEqual({ stdout: "a secret\n", stderr: "" });
});
