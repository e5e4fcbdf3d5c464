import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepBreakGlass } from "./keep-break-glass.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "break-glass-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("keeps the text, for its owner only, and the newest one", async () => {
  await keepBreakGlass(folder, "app-1", "old");
  const kept = await keepBreakGlass(folder, "app-1", "new");
  const path = join(folder, ".secondlock/break-glass/app-1.txt");
  expect(kept).toEqual({ ok: true, value: path });
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, ".secondlock/break-glass"))).toEqual(["app-1.txt"]);
});

it("never writes through a link that a repository brought along", async () => {
  mkdirSync(join(folder, "elsewhere"));
  symlinkSync(join(folder, "elsewhere"), join(folder, ".secondlock"));
  expect(await keepBreakGlass(folder, "app-1", "text")).toMatchObject({ ok: false });
});
