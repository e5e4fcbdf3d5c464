import { describe, expect, it } from "vitest";
import { buildProgram } from "../program.ts";
import { readRunLine, type RunLine } from "./run-options.ts";

/** What the whole command line makes of the same words. */
async function byCommander(words: readonly string[]): Promise<RunLine> {
  const program = buildProgram(() => undefined);
  let line: RunLine | undefined;
  program.commands
    .find((command) => command.name() === "run")
    ?.action((first: string, rest: readonly string[], options: Record<string, unknown>) => {
      line = { argv: [first, ...rest], options };
    });
  await program.parseAsync(["run", ...words], { from: "user" });
  if (line === undefined) throw new Error("it was not run");
  return line;
}

describe("a plain line says the same as by the whole command line", () => {
  it.each([
    "-- node app.js",
    "node app.js",
    "node --version",
    "node -- --keys other",
    "node - -- x",
    "-- -odd",
    "--keys keys --as app-1 -- true",
    "-f other --file last -- sh -c true",
    "--user shop --purpose task --wait 0 -- node app.js --user root",
    "--as-files --no-clock -- node",
    "--as-files node --as-files",
  ])("%s", async (text) => {
    const words = text.split(" ");
    expect(readRunLine(words)).toEqual(await byCommander(words));
  });
});

it.each([
  ...["", "--", "--help", "-h", "--file", "--file=other -- true", "-fother -- true", "--nothing -- true"],
  ...[
    "--keys --as -- true",
    "--clock -- true",
    "--as-file -- true",
    "- true -- true",
    "--wait -5 -- true",
    "--keys keys --",
  ],
])("what is not plain is left to the whole command line: %j", (text) => {
  const words = text === "" ? [] : text.split(" ");
  expect(readRunLine(words)).toBeUndefined();
});
