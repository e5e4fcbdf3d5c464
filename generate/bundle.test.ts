import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { bundleRun } from "./bundle.ts";

it("one file does all of it: it imports nothing but Node, and leaves what is not plain to the whole command line", async () => {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-bundle-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await bundleRun(folder);
  expect(readdirSync(folder).toSorted()).toEqual(["libsodium.wasm", "run-sources.json", "run.js"]);
  const code = readFileSync(join(folder, "run.js"), "utf8");
  expect(code).not.toMatch(/^import /m);
  const taken = [...code.matchAll(/^const \{.*?\} = process\.getBuiltinModule\("(.*?)"\);$/gm)].map(([, from]) => from);
  expect(taken).toContain("node:crypto");
  // what is loaded where it is needed
  for (const late of ["node:http", "node:child_process"]) expect(taken).not.toContain(late);
  const compiles = `WebAssembly.compile(fs.readFileSync(process.argv[1])).then((made) => console.log(WebAssembly.Module.exports(made).length))`;
  const exported = execFileSync(process.execPath, ["-e", compiles, join(folder, "libsodium.wasm")], {
    encoding: "utf8",
  });
  expect(Number(exported)).toBeGreaterThan(500);
  const sources = JSON.parse(readFileSync(join(folder, "run-sources.json"), "utf8")) as Record<string, unknown>;
  expect(Object.keys(sources)).toContain("../src/commands/run.ts");
  expect(Object.keys(sources)).toContain("../../vault/src/opener/send.ts");
  for (const name of ["run.js", "libsodium.wasm"])
    expect(sources[`../dist/${name}`]).toEqual([statSync(join(folder, name)).size, expect.any(Number)]);
  const asks = "import(process.argv[1]).then(async ({ runLine }) => console.log(await runLine(['--help'])))";
  expect(execFileSync(process.execPath, ["-e", asks, join(folder, "run.js")], { encoding: "utf8" })).toBe(
    "undefined\n",
  );
});
