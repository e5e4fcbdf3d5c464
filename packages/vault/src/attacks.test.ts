import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const packages = join(import.meta.dirname, "../..");
const page = readFileSync(join(packages, "../docs/decisions/sealed-secrets-attacks.md"), "utf8");
const rows = page.split("\n").filter((line) => /^\| \d/.test(line));

it("each of the 21 attacks has its row", () => {
  expect(rows.map((row) => Number(row.split("|")[1]))).toEqual(Array.from({ length: 21 }, (_, n) => n + 1));
});

it.each(rows.map((row) => [row.split("|")[2]?.trim(), row.split("|")[4] ?? ""] as const))(
  "what is said of tests is true: %s",
  (_, cell) => {
    if (cell.trim() === "none") return;
    const files = [...cell.matchAll(/`([\w/.-]+\.test\.ts)`: ((?:"[^"]+"(?:, )?)+)/g)];
    expect(files).not.toEqual([]);
    for (const [, path = "", names = ""] of files) {
      expect(existsSync(join(packages, path)), path).toBe(true);
      const source = readFileSync(join(packages, path), "utf8");
      for (const [, name = ""] of names.matchAll(/"([^"]+)"/g)) expect(source, path).toContain(`"${name}"`);
    }
  },
);
