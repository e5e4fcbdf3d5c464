import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Folders for confirmers of a test file's own, removed at its end. Call it at the top of the file. */
export function ownFolders(): () => string {
  const all: string[] = [];
  afterAll(() => {
    for (const folder of all) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), "secondlock-service-"));
    all.push(folder);
    return join(folder, "confirmer");
  };
}
