#!/usr/bin/env -S node --max-semi-space-size=4
// The version check stands before every import that an older Node could not even read.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `secondlock: this is Node ${process.versions.node}, and 24 or later is needed\nhint: run it through npm (npm run secondlock -- ARGS), which brings its own, or install Node 24\n`,
  );
  process.exitCode = 2;
} else {
  (await import("./compile-cache.ts")).keepCompiled();
  const { heedOutputs } = await import("./outputs.ts");
  heedOutputs();
  const { run } = await import("./program.ts");
  process.exitCode = await run(process.argv.slice(2));
}

export {};
