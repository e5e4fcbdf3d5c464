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
  const [command, ...words] = process.argv.slice(2);
  // what starts with a machine does not wait for the whole command line to load
  const status = command === "run" ? await runPlain(words) : undefined;
  if (status === undefined) {
    const { run } = await import("../src/program.ts");
    process.exitCode = await run(process.argv.slice(2));
  } else process.exitCode = status;
}

/** @param {readonly string[]} words */
async function runPlain(words) {
  const { isBundled } = await import("./bundled.js");
  /** @type {typeof import("../src/run-line.ts")} */
  // oxlint-disable-next-line import/no-dynamic-require -- one of two files of ours; TypeScript is not to look into the one it was made of
  const { runLine } = await import(isBundled(import.meta.dirname) ? "../dist/run.js" : "../src/run-line.ts");
  return await runLine(words);
}
