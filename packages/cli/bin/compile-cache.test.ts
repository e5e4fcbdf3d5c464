import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compiledFolder } from "./compile-cache.js";

describe("the folder of compiled sources, which are run as code", () => {
  let cache = "";
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "secondlock-test-"));
  });
  afterEach(() => rmSync(cache, { recursive: true, force: true }));

  it("is made below the user's own cache", () => {
    expect(compiledFolder(cache)).toBe(join(cache, "secondlock/compiled"));
    expect(existsSync(join(cache, "secondlock/compiled"))).toBe(true);
  });

  it("is not used when others may write into it or beside it", () => {
    mkdirSync(join(cache, "secondlock"));
    chmodSync(join(cache, "secondlock"), 0o777);
    expect(compiledFolder(cache)).toBeUndefined();
    chmodSync(join(cache, "secondlock"), 0o700);
    chmodSync(cache, 0o770);
    expect(compiledFolder(cache)).toBeUndefined();
  });

  it("is not used through somebody's link", () => {
    mkdirSync(join(cache, "elsewhere"));
    symlinkSync("elsewhere", join(cache, "secondlock"));
    expect(compiledFolder(cache)).toBeUndefined();
  });

  it.skipIf(process.geteuid?.() !== 0)("is not used by root when it belongs to a user", () => {
    chownSync(cache, 65_534, 65_534);
    expect(compiledFolder(cache)).toBeUndefined();
  });

  it("is done without where it cannot be made", () => {
    expect(compiledFolder("/proc/no-such-home")).toBeUndefined();
  });
});
