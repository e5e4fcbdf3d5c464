import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadService, sizeLimit } from "./load.ts";
import { formatProblems } from "./problem.ts";

const fixture = join(import.meta.dirname, "fixtures/full.yaml");

describe("a file on disk", () => {
  test("is read", async () => {
    expect((await loadService(fixture)).ok).toBe(true);
  });

  test.each([
    ["absent", "absent.yaml", "does not exist"],
    ["a directory", "directory", "is a directory"],
    ["a named pipe", "pipe", "is not a regular file"],
    ["a link to itself", "loop", "is a symbolic link to itself"],
    ["below a file", "latin.yaml/x", "a part of its path is a file"],
    ["in Latin-1", "latin.yaml", ":2:3: this is not UTF-8"],
    ["in UTF-16", "wide.yaml", "is saved as UTF-16"],
    ["too long", "long.yaml", "is longer than 1 MiB"],
    ["without end", "/dev/zero", "is not a regular file"],
  ])("is refused: %s", async (_story, name, expected) => {
    const folder = await mkdtemp(join(tmpdir(), "secondlock-load-"));
    await mkdir(join(folder, "directory"));
    await symlink("loop", join(folder, "loop"));
    await writeFile(join(folder, "latin.yaml"), Buffer.from("service: a\n# \u00e4\u00e4\n", "latin1"));
    await writeFile(join(folder, "wide.yaml"), Buffer.from("\ufeffservice: a\n", "utf16le"));
    await writeFile(join(folder, "long.yaml"), "#".repeat(sizeLimit + 1));
    execFileSync("sh", ["-c", 'mkfifo "$0"', join(folder, "pipe")]);

    const read = await loadService(name.startsWith("/") ? name : join(folder, name));

    expect(read.ok ? "" : formatProblems(read.problems)).toContain(expected);
  });
});
