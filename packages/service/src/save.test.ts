import { chmod, lstat, mkdtemp, readFile, readdir, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { formatProblems } from "./problem.ts";
import { saveService } from "./save.ts";

let folder = "";
let path = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "secondlock-save-"));
  path = join(folder, "secondlock.yaml");
});

test("the mode stays, and nothing is left beside the file", async () => {
  await writeFile(path, "old");
  await chmod(path, 0o640);

  expect(await saveService(path, "new", { was: "old" })).toEqual({ ok: true, value: path });

  expect(await readFile(path, "utf8")).toBe("new");
  expect((await stat(path)).mode & 0o777).toBe(0o640);
  expect(await readdir(folder)).toEqual(["secondlock.yaml"]);
});

test("a symbolic link stays one", async () => {
  const real = join(folder, "real.yaml");
  await writeFile(real, "old");
  await symlink("real.yaml", path);

  await saveService(path, "new");

  expect((await lstat(path)).isSymbolicLink()).toBe(true);
  expect(await readFile(real, "utf8")).toBe("new");
});

test("a new file is made", async () => {
  expect((await saveService(path, "new")).ok).toBe(true);
  expect((await stat(path)).mode & 0o777).toBe(0o644);
});

test("a file that somebody else changed is left alone", async () => {
  await writeFile(path, "theirs");

  const saved = await saveService(path, "mine", { was: "old" });

  expect(saved.ok ? "" : formatProblems(saved.problems)).toContain("has been changed by somebody else");
  expect(await readFile(path, "utf8")).toBe("theirs");
  expect(await readdir(folder)).toEqual(["secondlock.yaml"]);
});

test("a directory that does not exist is a problem", async () => {
  const saved = await saveService(join(folder, "absent/secondlock.yaml"), "new");
  expect(saved.ok ? "" : formatProblems(saved.problems)).toContain("cannot be written (ENOENT)");
});

test("a directory is not overwritten", async () => {
  expect((await saveService(folder, "new")).ok).toBe(false);
});
