import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateIdentity } from "@secondlock/age";
import { makeRecovery, pinOf, readRecoveryTest, signHeader, writeFile, writePin } from "@secondlock/vault/file";
import { must, read } from "@secondlock/vault/testing";
import { describe, expect, it } from "vitest";
import { folder, kept, main } from "./command.ts";
import { atTerminal, sealedDesk } from "./sealed-desk.ts";

const guide = readFileSync(join(import.meta.dirname, "../../../docs/how-to/break-glass.md"), "utf8");
const [printing = "", proving = "", opening = "", ...more] = [...guide.matchAll(/^\$ (.*)$/gm)].map(([, line]) => line);

const { recipient, pages } = await makeRecovery(2, 3);
const shareOf = (page: string): string => /^ {4}(slshare1:.*)$/m.exec(page)?.[1] ?? "";
const [one = "", two = "", three = ""] = pages.map(shareOf);
const others = await makeRecovery(2, 3);
const secrets = { DATABASE_URL: "postgres://shop:p'ss@db-1/shop", GREETING: "Grüß Gott\n$HOME `id`", EMPTY: "" };

const hasPrograms =
  process.env["CI"] === "true" || ["age", "python3"].every((name) => spawnSync(name, ["--version"]).status === 0);

/** Programs of these names, alone on a path; each is a line of shell. */
function pathOf(programs: Readonly<Record<string, string>>): string {
  const bin = join(folder(), "bin");
  mkdirSync(bin);
  for (const [name, line] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

/** The guide's command, with the programs of the checkout. */
function byHand(cwd: string, shares: readonly string[]): ReturnType<typeof spawnSync> {
  const programs = join(import.meta.dirname, "../../vault/src/recovery");
  const line = opening.replaceAll(/\w+\.py/g, (name) => join(programs, name));
  return spawnSync("sh", ["-c", line], { cwd, encoding: "utf8", input: `${shares.join("\n")}\n` });
}

describe("the guide to breaking glass", () => {
  it("has these commands, and no other", () => {
    expect([printing, proving, opening]).toEqual([
      "secondlock recovery split --print | lp",
      "secondlock recovery test",
      "python3 combine.py | python3 values.py .env.sealed",
    ]);
    expect(more).toEqual([]);
  });

  it.skipIf(!hasPrograms)(
    "opens the file with two printed pages, python3 and age, and nothing of ours (attack 21)",
    async () => {
      const place = folder();
      const bin = pathOf({ secondlock: `exec ${process.execPath} ${main} "$@"`, lp: "exec cat > pages" });
      const env = { ...kept, HOME: place, PATH: `${bin}:${process.env["PATH"]}` };
      const printed = spawnSync("sh", ["-c", printing], { cwd: place, env, encoding: "utf8" });
      expect(printed).toMatchObject({ status: 0, stdout: "" });
      const paper = readFileSync(join(place, "pages"), "utf8").split("\f");
      expect(paper).toHaveLength(3);
      const [, forFile = ""] = /--recovery (age1\w+)\n/.exec(printed.stderr) ?? [];
      expect(paper[0]).toContain(`\n    ${forFile}\n`);
      // nothing but the pages remembers anything
      expect(readdirSync(place).filter((name) => !name.startsWith("."))).toEqual(["pages"]);

      // another computer: what is typed from one page, and the file
      const { shop } = await sealedDesk(secrets, { recovery: [generateIdentity().recipient.text, forFile] });
      const elsewhere = folder();
      writeFileSync(join(elsewhere, ".env.sealed"), shop.bytes);
      for (const [, name = "", text = ""] of (paper[2] ?? "").matchAll(/^--- (\w+\.py)\n([\s\S]*?)(?=^---)/gm))
        writeFileSync(join(elsewhere, name), text);
      const opened = spawnSync(
        "sh",
        ["-c", `${opening} > values && . ./values && printf '%s|' "$DATABASE_URL" "$GREETING" "$EMPTY"`],
        {
          ...{ cwd: elsewhere, encoding: "utf8", env: { PATH: "/usr/local/bin:/usr/bin:/bin" } },
          input: `${shareOf(paper[0] ?? "")}\n${shareOf(paper[2] ?? "").toUpperCase()}\n\n`,
        },
      );
      expect({ out: opened.stdout, err: opened.stderr }).toEqual({
        out: `${Object.values(secrets).join("|")}|`,
        err: "",
      });
      expect(readdirSync(elsewhere).toSorted()).toEqual(
        [".env.sealed", "combine.py", "values.py", "values"].toSorted(),
      );
    },
  );

  it.skipIf(!hasPrograms).each([
    ["one page", [one], /too few shares/],
    ["pages of two keys", [one, shareOf(others.pages[1] ?? "")], /do not belong together/],
    ["a wrong letter", [one, two.replace(/[0-9a-f]{4}$/, "0000")], /a letter is wrong/],
    ["pages of another key", others.pages.slice(0, 2).map(shareOf), /does not open/],
  ])("opens nothing with %s, and says why", async (_, shares, why) => {
    const { path } = await sealedDesk(secrets, { recovery: [recipient] });
    const opened = byHand(path, shares);
    expect(opened.stdout).toBe("");
    expect(opened.status).not.toBe(0);
    expect(opened.stderr).toMatch(why);
  });
});

describe("secondlock recovery", () => {
  it("test proves that shares open the file, and remembers the day", async () => {
    const desk = await sealedDesk(secrets, { recovery: [recipient] });
    const file = desk.shop.header.file;
    expect(await readRecoveryTest(desk.home, file)).toEqual({ ok: true, value: undefined });
    const said = await desk.run(proving.split(" ").slice(1), `${one}\n${three}\n`);
    expect(said).toMatchObject({
      status: 0,
      err: "",
      out: expect.stringContaining("2 shares open each of the 3 values"),
    });
    const at = new Date().toISOString().slice(0, 10);
    expect(must(await readRecoveryTest(desk.home, file))).toEqual({ at: expect.stringContaining(at), shares: 2 });
    expect(statSync(join(desk.home, `recovery-tested-${file}`)).mode & 0o777).toBe(0o600);
  });

  it("asks for shares at a terminal, hidden, once more after a wrong letter, and until there are enough", async () => {
    const desk = await sealedDesk(secrets, { recovery: [recipient] });
    const answers = [
      ["A share (it is not shown): ", two],
      ["A share (it is not shown, 1 of 2 are there): ", two],
      ["A share (it is not shown, 1 of 2 are there): ", "slshare1:2:3:1:00"],
      ["A share (it is not shown, 1 of 2 are there): ", one],
    ] as const;
    const { status, shown } = atTerminal(desk, answers, "recovery", "test");
    expect({ status, shown }).toMatchObject({ status: 0, shown: expect.stringContaining("a letter of it is wrong") });
    expect(shown).not.toContain("slshare1");
  });

  it.each([
    ["too few", [one, one], "too few shares: 1 of 2"],
    ["of another key than the file's", others.pages.slice(1).map(shareOf), "another recovery key than the file's"],
    ["of two keys", [one, shareOf(others.pages[0] ?? "")], "different keys"],
    ["mistyped", [one, `${two.slice(0, -1)}g`], "line 2 of standard input is no share"],
    ["not there", [""], "no shares"],
  ])("test refuses shares that are %s, and remembers nothing", async (_, shares, what) => {
    const desk = await sealedDesk(secrets, { recovery: [recipient] });
    const said = await desk.run(["recovery", "test"], shares.join("\n"));
    expect(said).toMatchObject({ status: 2, out: "", err: expect.stringContaining(what) });
    expect(said.err).not.toContain(one.slice(20, 40));
    expect(await readRecoveryTest(desk.home, desk.shop.header.file)).toEqual({ ok: true, value: undefined });
  });

  it("test refuses where a value was sealed before the recovery key was named", async () => {
    const desk = await sealedDesk(secrets);
    const { shop } = desk;
    const edit = { by: "ada", signer: shop.owner, at: new Date() };
    const header = signHeader({ ...shop.header, version: 2, recovery: [recipient] }, shop.owner);
    const bytes = writeFile({ ...read(shop.bytes), header }, [read(shop.bytes)], edit);
    writeFileSync(join(desk.path, ".env.sealed"), bytes);
    must(await writePin(desk.home, pinOf(read(bytes))));
    const said = await desk.run(["recovery", "test"], `${one}\n${two}\n`);
    expect(said).toMatchObject({ status: 2, err: expect.stringContaining("DATABASE_URL does not open with these") });
  });

  it("test proves nothing with a file that has no value", async () => {
    const desk = await sealedDesk({}, { recovery: [recipient] });
    const said = await desk.run(["recovery", "test"], `${one}\n${two}\n`);
    expect(said).toMatchObject({ status: 2, out: "", err: expect.stringContaining("no value to prove it with") });
  });

  it("a value in another's place is not printed by hand either", async () => {
    const { path, shop } = await sealedDesk({ A: "1", B: "2" }, { recovery: [recipient] });
    const text = String(shop.bytes).replace("value A ", "value C ");
    writeFileSync(join(path, ".env.sealed"), text);
    const opened = byHand(path, [one, two]);
    expect(opened).toMatchObject({ status: 1, stdout: "", stderr: "C stands in another's place\n" });
  });

  it("combine gives the key to the program behind it, and not to a terminal", async () => {
    const desk = await sealedDesk({ A: "1" });
    const said = await desk.run(["recovery", "combine"], `${three}\n${two}\n`);
    expect(said).toMatchObject({ status: 0, err: "", out: expect.stringMatching(/^AGE-SECRET-KEY-1[0-9A-Z]{58}\n$/) });
    const shown = atTerminal(desk, [], "recovery", "combine");
    expect(shown).toMatchObject({ status: 2, shown: expect.stringContaining("the key would stay on it") });
  });

  it.each([
    ["in a file or a log", ["split"], "standard output is no terminal"],
    ["with one share alone", ["split", "--print", "--needed", "1"], "there is no such way to split"],
    ["with more than there are", ["split", "--print", "--needed", "4"], "there is no such way to split"],
    ["in a way of one's own", ["splitt"], "recovery cannot splitt"],
  ])("does not split %s", async (_, args, what) => {
    const desk = await sealedDesk({ A: "1" });
    const said = await desk.run(["recovery", ...args]);
    expect(said).toMatchObject({ status: 2, out: "", err: expect.stringContaining(what) });
  });
});
