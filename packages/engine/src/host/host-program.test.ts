import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hostPieces, hostProgram } from "./host-program.ts";

const said = (source: string): string => spawnSync("perl", ["-c", "-"], { input: source, encoding: "utf8" }).stderr;
const made = (source: string): readonly string[] => [...source.matchAll(/^sub (\w+)/gm)].map(([, name = ""]) => name);

test("perl reads the whole program, and warns of nothing", () => {
  expect(said(hostProgram())).toBe("- syntax OK\n");
});

test("every piece in the folder is joined once, and what runs it is the last", () => {
  const inFolder = readdirSync(join(import.meta.dirname, "perl")).map((name) => name.replace(/\.pl$/, ""));
  expect(hostPieces.toSorted()).toEqual(inFolder.toSorted());
  expect(hostPieces.at(-1)).toBe("dispatch");
});

test("no name is made twice", () => {
  const names = made(hostProgram());
  expect(names.length).toBeGreaterThan(60);
  expect(names).toEqual([...new Set(names)]);
});

test("nothing is made that nobody uses", () => {
  const source = hostProgram();
  const unused = made(source).filter(
    (name) => [...source.matchAll(new RegExp(String.raw`\b${name}\b`, "g"))].length < 2,
  );
  expect(unused).toEqual([]);
});

test("what is called is there", () => {
  const source = hostProgram()
    .replaceAll(/^\s*#.*$/gm, "")
    .replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""');
  const called = [...source.matchAll(/(?<![\w$@%&>:-])([a-z]+_[a-z_]+)\(/g)].map(([, name = ""]) => name);
  expect(called.length).toBeGreaterThan(100);
  expect([...new Set(called)].filter((name) => !made(source).includes(name))).toEqual([]);
});
