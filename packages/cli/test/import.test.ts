import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sealedDesk, type SealedDesk } from "./sealed-desk.ts";

const file = (desk: SealedDesk): string => join(desk.path, ".env.sealed");

describe("secondlock import", () => {
  it("sets all values in one edit, and the next time only those that are others", async () => {
    const desk = await sealedDesk({ A: "1" });
    writeFileSync(join(desk.path, "plain"), "A=one\nexport B='two words'\n");
    const said = await desk.run(["import", "plain", "-"], "C=3\nB=deux\n");
    expect(said).toMatchObject({ status: 0, err: "", out: expect.stringContaining("added: B, C\nreplaced: A\n") });
    expect(desk.sealed().last.content.sequence).toBe(2);
    writeFileSync(join(desk.path, "plain"), "A=one\nB=deux\nC=three\n");
    expect((await desk.run(["import", "plain"])).out).toMatch(/^replaced: C\n/);
    expect(desk.sealed().values.map(({ version }) => version)).toEqual([2, 2, 3]);
    expect((await desk.run(["import", "plain"])).out).toBe(".env.sealed has all of it already.\n");
    expect(desk.sealed().last.content.sequence).toBe(3);
  });

  it("tells what would be set, and what others read in another way", async () => {
    const desk = await sealedDesk({ A: "1" });
    const said = await desk.run(["import", "-", "--dry-run"], "\nA=p#ss\nB=$HOME\n");
    expect(said).toMatchObject({ status: 0, out: "added: B\nreplaced: A\n.env.sealed is as it was.\n" });
    expect(said.err).toMatch(/^-:2: A ends before the #.*\n-:3: B has a \$.*\n$/);
    expect(readFileSync(file(desk)).equals(desk.shop.bytes)).toBe(true);
  });

  it.each([
    ["a line that sets nothing", "A=1\nhunter2\n", "standard input:2:1: this line sets nothing"],
    ["what dotenvx encrypted", 'A="encrypted:BLhunter2"\n', "encrypted by dotenvx"],
    ["a loader", "PATH=hunter2\n", "PATH decides what a program loads"],
    ["a file of sops", "A=ENC[AES256_GCM,data:hunter2]\nsops_version=3.9.0\n", "this is a file of sops"],
  ])("%s is refused as a whole, and no value is told", async (_, input, what) => {
    const desk = await sealedDesk({ A: "1" });
    const said = await desk.run(["import", "-"], input);
    expect(said).toMatchObject({ status: 2, out: "", err: expect.stringContaining(what) });
    expect(said.err).not.toContain("hunter2");
    expect(readFileSync(file(desk)).equals(desk.shop.bytes)).toBe(true);
  });

  it("a file of sops is opened by sops, or told to be when it is not there", async () => {
    const desk = await sealedDesk({ A: "1" });
    writeFileSync(join(desk.path, "s.env"), "A=ENC[AES256_GCM,data:x]\nsops_version=3.9.0\n");
    const said = await desk.run(["import", "s.env"]);
    expect(said).toMatchObject({ status: 2, err: expect.stringContaining("the program sops is not here") });
  });
});
