import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateIdentity } from "@secondlock/age";
import { signHeader, writeFile } from "@secondlock/vault/file";
import { makeShop, must, openValue, read } from "@secondlock/vault/testing";
import { describe, expect, it } from "vitest";
import { atTerminal, sealedDesk, type SealedDesk } from "./sealed-desk.ts";

const today = new Date().toISOString().slice(0, 10);
const file = (desk: SealedDesk): string => join(desk.path, ".env.sealed");
const rows = (desk: SealedDesk): readonly string[] => desk.sealed().values.map(({ name, day }) => `${name} ${day}`);

const opened = ({ sealed, shop }: SealedDesk): Record<string, string> =>
  Object.fromEntries(sealed().values.map((value) => [value.name, must(openValue(shop.header, value, shop.identity))]));

describe("secondlock set and unset", () => {
  it("takes a value from standard input, and shows it nowhere", async () => {
    const desk = await sealedDesk({ A: "1" });
    const said = await desk.run(["set", "B"], "two words\nin two lines\n");
    expect(said).toEqual({ status: 0, err: "", out: expect.stringContaining("B is set in .env.sealed.") });
    expect(rows(desk)).toEqual(["A 2026-11-21", `B ${today}`]);
    expect(opened(desk)).toEqual({ A: "1", B: "two words\nin two lines" });
    expect(desk.sealed().last.content).toMatchObject({ by: "ben", sequence: 2 });
    expect(await desk.run(["unset", "A"])).toMatchObject({ status: 0, err: "" });
    expect(rows(desk)).toEqual([`B ${today}`]);
  });

  it("asks twice at a terminal, without showing what is typed", async () => {
    const desk = await sealedDesk({ A: "1" });
    const good = atTerminal(
      desk,
      [
        ["Value of B", "hunter2"],
        ["once more", "hunter2"],
      ],
      "set",
      "B",
    );
    expect(good).toMatchObject({ status: 0, shown: expect.stringContaining("B is set") });
    const bad = atTerminal(
      desk,
      [
        ["Value of C", "hunter2"],
        ["once more", "hunter3"],
      ],
      "set",
      "C",
    );
    expect(bad).toMatchObject({ status: 2, shown: expect.stringContaining("not the same twice") });
    expect(good.shown + bad.shown).not.toContain("hunter");
    expect(rows(desk)).toEqual(["A 2026-11-21", `B ${today}`]);
  });

  it("refuses before it asks for a secret", async () => {
    const desk = await sealedDesk({ A: "1" });
    const { status, shown } = atTerminal(desk, [], "set", "NODE_OPTIONS");
    expect({ status, shown }).toMatchObject({ status: 2, shown: expect.not.stringContaining("Value of") });
  });

  it.each([
    ["a loader", ["set", "LD_PRELOAD"], "LD_PRELOAD decides what a program loads"],
    ["a name that is none", ["set", "a-b"], "a-b is no name"],
    ["a value that is too long", ["set", "A"], "standard input is longer than a value may be", "x".repeat(70_000)],
    ["a value with a zero byte", ["set", "A"], "zero byte", "a\0b"],
    ["nothing to take away", ["unset", "Z"], "Z is not in the file"],
    ["no file", ["set", "A", "--file", "other"], "the sealed file cannot be read: other: ENOENT"],
    ["nobody at home", ["set", "A", "--home", "elsewhere"], "nobody is set up here"],
  ])("%s is refused with a hint, and the file stays as it is", async (_, args, what, input = "x") => {
    const desk = await sealedDesk({ A: "1" });
    const said = await desk.run(args, input);
    expect(said).toMatchObject({ status: 2, out: "" });
    expect(said.err).toMatch(/^secondlock: .*\nhint: .*\n$/);
    expect(said.err).toContain(what);
    expect(readFileSync(file(desk)).equals(desk.shop.bytes)).toBe(true);
  });

  it.each<readonly [string, (desk: SealedDesk) => Buffer, string]>([
    [
      "attack 1, an unsigned edit",
      ({ shop }) => Buffer.from(String(shop.bytes).replace(/\nvalue A .*/, "")),
      "were changed and not signed",
    ],
    [
      "attack 2, another recovery recipient",
      ({ shop }) => {
        const recovery = [generateIdentity().recipient.text];
        const sealed = read(shop.bytes);
        const header = signHeader({ ...shop.header, recovery }, shop.ben);
        return writeFile({ ...sealed, header }, [sealed], { by: "ben", signer: shop.ben, at: new Date() });
      },
      "the header of the sealed file is not its owner's",
    ],
    ["attack 4, an older file", ({ shop }) => shop.bytes, "you have seen a newer file"],
    ["another's file", () => makeShop({ A: "1" }).bytes, "nobody has said here whose this file is"],
  ])("%s is refused, and stays as it is", async (_, make, what) => {
    const desk = await sealedDesk({ A: "1", B: "2" });
    expect((await desk.run(["set", "C"], "3")).status).toBe(0);
    const bytes = make(desk);
    writeFileSync(file(desk), bytes);
    const said = await desk.run(["set", "A"], "x");
    expect(said).toMatchObject({ status: 2, out: "", err: expect.stringContaining(what) });
    expect(readFileSync(file(desk)).equals(bytes)).toBe(true);
  });

  it.each([["unset", "A"], ["import", "-"], ["secrets"], ["recovery", "test"]])(
    "attack 4, an older file: %s %s refuses it too",
    async (...args) => {
      const desk = await sealedDesk({ A: "1", B: "2" });
      await desk.run(["set", "C"], "3");
      writeFileSync(file(desk), desk.shop.bytes);
      const said = await desk.run(args, "D=4\n");
      expect(said).toMatchObject({ status: 2, out: "", err: expect.stringContaining("you have seen a newer file") });
      expect(readFileSync(file(desk)).equals(desk.shop.bytes)).toBe(true);
    },
  );
});

describe("secondlock secrets", () => {
  it("lists names and ages, who opens and who edits, and opens nothing", async () => {
    const desk = await sealedDesk({ A: "secret-1", LONGER_NAME: "secret-2" });
    await desk.run(["set", "A"], "secret-3");
    const said = await desk.run(["secrets"]);
    const age = Math.round((Date.parse(today) - Date.parse("2026-11-21")) / 86_400_000);
    expect(said).toEqual({
      ...{ status: 0, err: "" },
      out: expect.stringContaining(`A            2        ${today}  0 days`),
    });
    expect(said.out).toContain("hosts    app-1\neditors  ada, ben\nlast     sequence 2, ");
    expect(JSON.parse((await desk.run(["secrets", "--json"])).out)).toMatchObject({
      ...{ file: desk.shop.header.file, sequence: 2, editedBy: "ben", hosts: ["app-1"], editors: ["ada", "ben"] },
      secrets: [
        { name: "A", version: 2, set: today, ageDays: 0 },
        { name: "LONGER_NAME", version: 1, set: "2026-11-21", ageDays: age },
      ],
    });
  });

  it("tells what is to be rotated where a service file says how often", async () => {
    const desk = await sealedDesk({ A: "1", B: "2" });
    writeFileSync(
      join(desk.path, "secondlock.yaml"),
      "service: shop\nhosts: { app-1: { role: app, ssh: ada@192.0.2.1 } }\n" +
        "secrets:\n  .env.sealed:\n    hosts: [app-1]\n    rotate:\n      A: { every: 3d, provider: by-hand }\n",
    );
    const { out, err } = await desk.run(["secrets", "--json"]);
    expect(err).toBe("");
    const state = today > "2026-11-24" ? "overdue" : "due";
    expect(JSON.parse(out)).toMatchObject({ secrets: [{ rotation: { until: "2026-11-24", state } }, { name: "B" }] });
    writeFileSync(join(desk.path, "secondlock.yaml"), "service: [");
    expect(await desk.run(["secrets"])).toMatchObject({ status: 0, err: expect.stringContaining("has errors") });
  });
});
