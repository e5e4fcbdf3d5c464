import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const prefix = "secondlock-tests-";

/** For vitest: the tests of a run make their files below one folder, and nothing of them is left, also of those that failed. */
export function setup(): (() => void) | undefined {
  if (basename(tmpdir()).startsWith(prefix)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), prefix));
  // the servers of tests run as nobody
  chmodSync(folder, 0o711);
  process.env["TMPDIR"] = folder;
  // what Node makes of our sources is kept for the run, wherever a command's home is
  process.env["XDG_CACHE_HOME"] = join(folder, "cache");
  return () => {
    delete process.env["TMPDIR"];
    delete process.env["XDG_CACHE_HOME"];
    rmSync(folder, { recursive: true, force: true });
  };
}
