import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { must } from "../testing/shop.ts";
import { lockEdits } from "./edit-lock.ts";

function fresh(): { readonly home: string; readonly lock: string } {
  const home = mkdtempSync(join(tmpdir(), "secondlock-lock-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return { home, lock: join(home, "editing.lock") };
}

it("waits for somebody else, and gives up", { timeout: 30_000 }, async () => {
  const { home } = fresh();
  const release = must(await lockEdits(home));
  expect(await lockEdits(home)).toEqual({ ok: false, reason: "busy" });
  release();
  must(await lockEdits(home))();
});

it.each<readonly [string, (lock: string) => void, RegExp]>([
  [
    "something else is in its file",
    (lock) => writeFileSync(lock, "x".repeat(4_096)),
    /editing\.lock: .*not a database/,
  ],
  ["a folder is in its place", (lock) => mkdirSync(lock), /editing\.lock: unable to open/],
  ["its folder is not there", (lock) => rmSync(join(lock, ".."), { recursive: true }), /editing\.lock: unable to open/],
])("says at once that it cannot lock when %s", async (_, spoil, detail) => {
  const { home, lock } = fresh();
  spoil(lock);
  const begun = performance.now();
  expect(await lockEdits(home)).toEqual({ ok: false, reason: "no-lock", detail: expect.stringMatching(detail) });
  expect(performance.now() - begun).toBeLessThan(1_000);
  mkdirSync(home, { recursive: true });
});

it("writes nothing into what it does not know", async () => {
  const { home, lock } = fresh();
  writeFileSync(lock, "notes of somebody, who keeps them in an odd place");
  expect(await lockEdits(home)).toMatchObject({ ok: false, reason: "no-lock" });
  expect(readFileSync(lock, "utf8")).toBe("notes of somebody, who keeps them in an odd place");
});
