import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { builtCommand } from "./built-programs.ts";

const root = join(import.meta.dirname, "..");
const source = join(root, "packages/cli/bin/secondlock.js");
const file = join(root, "packages/service/src/fixtures/full.yaml");

function said(command: string, args: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

it.each([
  ["a page of help", 0, ["audit", "--help"]],
  ["what the catalogue tells", 0, ["explain", "ssh-no-password-login"]],
  ["what a file beside a source tells", 0, ["export", "cloud-init", "app-1", "--file", file]],
  ["a refusal", 2, ["audit", "--file", "absent.yaml"]],
])("the built command says what its sources say: %s", async (_name, status, args) => {
  const sources = said(source, args);
  expect(sources).toMatchObject({ status });
  expect(said(await builtCommand(), args)).toEqual(sources);
});
