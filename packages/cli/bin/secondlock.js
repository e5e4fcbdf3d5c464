#!/usr/bin/env -S node --max-semi-space-size=4
// Plain JavaScript: an older Node can read it and say what is wrong, and Node loads what strips types, which takes longer
// than everything else at the start, only when a source has changed since it was kept compiled.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `secondlock: this is Node ${process.versions.node}, and 24 or later is needed\nhint: run it through npm (npm run secondlock -- ARGS), which brings its own, or install Node 24\n`,
  );
  process.exitCode = 2;
} else {
  const { keepCompiled } = await import("./compile-cache.js");
  keepCompiled();
  const { heedOutputs } = await import("../src/outputs.ts");
  heedOutputs();
  const { run } = await import("../src/program.ts");
  process.exitCode = await run(process.argv.slice(2));
}
