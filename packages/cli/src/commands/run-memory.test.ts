import { expect, it } from "vitest";
import { memoryFacts, waysToDisk } from "./run-memory.ts";

const limits = (core: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax core file size        ${core}                    unlimited            bytes     \n`;
const header = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
const good = { limits: limits("0"), swaps: header, swapMax: "max\n" };

it.each([
  ["neither", good, []],
  ["a core dump", { ...good, limits: limits("unlimited") }, ["core"]],
  ["a small core dump", { ...good, limits: limits("4096") }, ["core"]],
  ["swap", { ...good, swaps: `${header}/dev/vda2 partition 100 0 -2\n` }, ["swap"]],
  ["swap in a file", { ...good, swaps: `${header}/swapfile file 100 0 -2\n` }, ["swap"]],
  ["swap that the unit may not use", { ...good, swaps: `${header}/swapfile file 100 0 -2\n`, swapMax: "0\n" }, []],
  [
    "swap that it may use a little",
    { ...good, swaps: `${header}/swapfile file 1 0 -2\n`, swapMax: "4096\n" },
    ["swap"],
  ],
  ["swap in memory", { ...good, swaps: `${header}/dev/zram0 partition 100 0 100\n` }, []],
  ["swap in memory and on a disk", { ...good, swaps: `${header}/dev/zram0 x\n/dev/vda2 x\n` }, ["swap"]],
  ["nothing that can be read", { limits: "", swaps: "", swapMax: "" }, ["core"]],
] as const)("%s", (_, facts, words) => {
  const ways = waysToDisk(facts);
  expect(ways).toHaveLength(words.length);
  for (const [n, word] of words.entries()) expect(ways[n]).toContain(word);
});

it("reads what this kernel says", () => {
  expect(memoryFacts().limits).toContain("Max core file size");
  expect(memoryFacts().swaps).toMatch(/^Filename/);
});
