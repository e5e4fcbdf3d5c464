import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinOf, verifyFile } from "@secondlock/vault/file";
import { must, openValue } from "@secondlock/vault/testing";
import { describe, expect, it } from "vitest";
import { kept, main } from "./command.ts";
import { sealedDesk, type SealedDesk } from "./sealed-desk.ts";

interface Repository extends SealedDesk {
  readonly git: (...args: readonly string[]) => { readonly status: number | null; readonly said: string };
  /** Sets one value on a branch of that name, which begins where the main one does, and commits it. */
  readonly branch: (name: string, ...set: readonly [variable: string, value: string]) => Promise<void>;
}

/** A desk whose folder is a repository, with the merge driver as the help of the command has it. */
async function repository(): Promise<Repository> {
  const desk = await sealedDesk({ A: "1", B: "2" });
  const git: Repository["git"] = (...args) => {
    const env = {
      ...{ PATH: process.env["PATH"], ...kept, HOME: desk.path, SECONDLOCK_HOME: desk.home, GIT_EDITOR: "true" },
      ...{ GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_COUNT: "0" },
    };
    const { status, stdout, stderr } = spawnSync("git", args, { cwd: desk.path, env, encoding: "utf8" });
    return { status, said: stdout + stderr };
  };
  const must = (...args: readonly string[]): void => {
    const { status, said } = git(...args);
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${said}`);
  };
  must("init", "--quiet", "--initial-branch", "main");
  for (const [name, value] of [
    ["user.name", "ben"],
    ["user.email", "ben@example.com"],
    ["merge.secondlock.driver", `${process.execPath} ${main} merge-sealed %O %A %B %P`],
  ] as const)
    must("config", name, value);
  writeFileSync(join(desk.path, ".gitattributes"), ".env.sealed merge=secondlock\n");
  appendFileSync(join(desk.path, ".git/info/exclude"), "home\n.cache\n");
  must("add", ".");
  must("commit", "--quiet", "-m", "sealed");
  const pin = readFileSync(join(desk.home, `pin-${desk.shop.header.file}`));
  return {
    ...desk,
    git,
    async branch(name, variable, value) {
      must("checkout", "--quiet", "-b", name, "main");
      // each branch is somebody else's, who has not seen the others
      writeFileSync(join(desk.home, `pin-${desk.shop.header.file}`), pin);
      const said = await desk.run(["set", variable], value);
      if (said.status !== 0) throw new Error(said.err);
      must("commit", "--quiet", "-am", `${variable} on ${name}`);
    },
  };
}

const opened = ({ sealed, shop }: Repository): Record<string, string> =>
  Object.fromEntries(sealed().values.map((value) => [value.name, must(openValue(shop.header, value, shop.identity))]));

describe("two branches in git", () => {
  it("that set different names merge by themselves, into a file that verifies", async () => {
    const at = await repository();
    await at.branch("one", "A", "one");
    const ours = pinOf(at.sealed());
    await at.branch("two", "C", "3");
    const theirs = pinOf(at.sealed());
    expect(at.git("merge", "one")).toMatchObject({ status: 0 });
    expect(opened(at)).toEqual({ A: "one", B: "2", C: "3" });
    for (const pin of [ours, theirs]) expect(verifyFile(at.sealed(), pin)).toMatchObject({ ok: true });
    expect(at.sealed().last.content).toMatchObject({ by: "ben", sequence: 3 });
    expect((await at.run(["set", "D"], "4")).status).toBe(0);
  });

  it("that set the same name are left to a person: ours stands, all else is merged", async () => {
    const at = await repository();
    await at.branch("one", "A", "one");
    expect((await at.run(["set", "C"], "3")).status).toBe(0);
    at.git("commit", "-qam", "C");
    await at.branch("two", "A", "uno");
    const { status, said } = at.git("merge", "one");
    expect(status).toBe(1);
    expect(said).toContain("secondlock: both branches changed these in .env.sealed, each in its own way: A\nhint: ");
    expect(at.git("status", "--short").said).toContain("UU .env.sealed");
    expect(opened(at)).toEqual({ A: "uno", B: "2", C: "3" });
    expect((await at.run(["set", "A"], "both")).status).toBe(0);
    expect(at.git("commit", "-qam", "merged").status).toBe(0);
    expect(opened(at)).toEqual({ A: "both", B: "2", C: "3" });
  });

  it("of which one brings an old file back do not merge (attack 4)", async () => {
    const at = await repository();
    const old = readFileSync(join(at.path, ".env.sealed"));
    await at.branch("main-2", "A", "one");
    at.git("checkout", "-qb", "evil");
    writeFileSync(join(at.path, ".env.sealed"), old);
    at.git("commit", "-qam", "nothing to see");
    at.git("checkout", "-q", "main-2");
    await at.run(["set", "C"], "3");
    at.git("commit", "-qam", "C");
    const { status, said } = at.git("merge", "evil");
    expect(status).toBe(1);
    expect(said).toContain("secondlock: you have seen a newer file");
    expect(opened(at)).toEqual({ A: "one", B: "2", C: "3" });
  });

  it("of which one is a stranger's do not merge", async () => {
    const at = await repository();
    await at.branch("one", "A", "one");
    at.git("checkout", "-qb", "evil", "main");
    const text = readFileSync(join(at.path, ".env.sealed"), "utf8");
    writeFileSync(join(at.path, ".env.sealed"), text.replace(/\nvalue A .*/, ""));
    at.git("commit", "-qam", "nothing to see");
    at.git("checkout", "-q", "one");
    const { status, said } = at.git("merge", "evil");
    expect(status).toBe(1);
    expect(said).toContain("secondlock: lines of the sealed file were changed and not signed");
    expect(opened(at)).toEqual({ A: "one", B: "2" });
  });
});
