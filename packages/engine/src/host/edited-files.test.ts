import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hostProgram } from "./host-program.ts";
import { hex } from "./request.ts";

const id = "20261121T100000Z-0000";
const wrote = "as it was written\n";
/** Kilobytes: enough for perl, and far less than a file that somebody blew up. */
const mostMemory = 200_000;

describe("a file that was edited since it was written", () => {
  let home = "";
  let path = "";

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "edited-"));
    path = join(home, "keys");
    const journal = join(home, "journal", id);
    for (const name of ["before", "after"]) mkdirSync(join(journal, name), { recursive: true });
    const keep = (name: string, text: string): void => writeFileSync(join(journal, name), text);
    keep("state", "confirmed\n");
    keep("request", `who\t${hex("ada")}\nfile\t${hex(path)}\t600\troot\troot\t+${hex(wrote)}\n`);
    keep("index", `file\t${hex(path)}\t600\t0\t0\t1700000000\t0\n`);
    keep("before/0", "as it was before\n");
    keep("after/0", wrote);
    keep("written", `file\t${hex(path)}\t0\n`);
    writeFileSync(path, wrote);
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const run = (...args: readonly string[]): readonly string[] => {
    const input = hostProgram().replaceAll(/"\/(?:var\/lib\/secondlock|etc\/systemd\/system)"/g, JSON.stringify(home));
    const bounded = `ulimit -v ${mostMemory}; exec perl - "$@"`;
    const { stdout, stderr } = spawnSync("sh", ["-c", bounded, "sh", ...args], { input, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^end$/m);
    return stdout.split("\n");
  };
  const isEdited = (): readonly [string | undefined, boolean] => {
    const state = run("status").find((line) => line.startsWith("written\t"));
    return [state?.split("\t")[2], run("show", id).includes(`edited\t${hex(path)}`)];
  };

  it("is told from one that stands as it was written, and from one that is gone", () => {
    expect(isEdited()).toEqual(["same", false]);
    writeFileSync(path, `${wrote}more\n`);
    expect(isEdited()).toEqual(["changed", true]);
    writeFileSync(path, wrote.toUpperCase());
    expect(isEdited()).toEqual(["changed", true]);
    unlinkSync(path);
    expect(isEdited()).toEqual(["gone", true]);
  });

  it("is not read when it is longer than what was written, nor over a link", () => {
    truncateSync(path, 2_000_000_000);
    expect(isEdited()).toEqual(["changed", true]);
    truncateSync(path, 0);
    const big = join(home, "big");
    writeFileSync(big, "");
    truncateSync(big, 2_000_000_000);
    unlinkSync(path);
    symlinkSync(big, path);
    expect(isEdited()).toEqual(["changed", true]);
  });
});
