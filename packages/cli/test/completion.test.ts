import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bashCompletion } from "../src/completion/bash.ts";
import { fishCompletion } from "../src/completion/fish.ts";
import { offeredCommands } from "../src/completion/offer.ts";
import { buildProgram } from "../src/program.ts";
import { folder, kept, main, secondlock } from "./command.ts";

const service = (...hosts: readonly string[]): string =>
  `service: shop\nhosts:\n${hosts.map((id, index) => `  ${id}: { ssh: ada@198.51.100.${index + 1} }\n`).join("")}`;

// one folder for all: what Node keeps compiled stays with it, and each question is answered in a tenth of the time
const shop = mkdtempSync(join(tmpdir(), "secondlock-completion-"));
afterAll(() => rmSync(shop, { recursive: true, force: true }));
writeFileSync(join(shop, "secondlock.yaml"), service("app-1", "db-1"));
writeFileSync(join(shop, "other.yaml"), service("web-9"));

const commands = offeredCommands(buildProgram(() => undefined));

/** What bash offers for the last word of a line. */
function offered(cwd: string, ...words: readonly string[]): readonly string[] {
  const script = bashCompletion(commands);
  const ask = 'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _secondlock; printf "%s\\n" "${COMPREPLY[@]}"';
  const ran = spawnSync("bash", ["--norc", "-c", `${script}${ask}`, "bash", main, ...words], {
    cwd,
    encoding: "utf8",
    env: { PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`, LANG: "C.UTF-8", HOME: cwd, ...kept },
  });
  expect(ran.stderr).toBe("");
  return ran.stdout.split("\n").filter((line) => line !== "");
}

describe("the ids that a completion asks for", () => {
  it("are the hosts of the service file, a line each", async () => {
    expect(await secondlock(["completion", "hosts"], shop)).toEqual({ status: 0, out: "app-1\ndb-1\n", err: "" });
    expect((await secondlock(["completion", "hosts", "--file", "other.yaml"], shop)).out).toBe("web-9\n");
    const env = { SECONDLOCK_FILE: "other.yaml" };
    expect((await secondlock(["completion", "hosts"], shop, { env })).out).toBe("web-9\n");
  });

  it("are quietly none without a service file, or with a wrong one", async () => {
    const cwd = folder();
    expect(await secondlock(["completion", "hosts"], cwd)).toEqual({ status: 0, out: "", err: "" });
    writeFileSync(join(cwd, "secondlock.yaml"), "service: shop\nhosts: [\n");
    expect(await secondlock(["completion", "hosts"], cwd)).toEqual({ status: 0, out: "", err: "" });
  });

  it("are the controls of the catalogue", async () => {
    const all = JSON.parse((await secondlock(["controls", "--json"], shop)).out) as readonly { readonly id: string }[];
    const { out } = await secondlock(["completion", "controls"], shop);
    expect(out.trim().split("\n").toSorted()).toEqual(all.map(({ id }) => id).toSorted());
  });
});

describe("bash completes", () => {
  it.each([
    [["pl"], ["plan"]],
    [["plan", "a"], ["app-1"]],
    [["undo", "d"], ["db-1"]],
    [["drill", "login-alert", "app-1", "d"], ["db-1"]],
    [["plan", "--on"], ["--only"]],
    [["plan", "app-1", "--only", "ssh-no-p"], ["ssh-no-password-login"]],
    [["harden", "--except", "ssh-no-root-login", "ssh-no-p"], ["ssh-no-password-login"]],
    [["harden", "--except", "ssh-no-root-login", "--ye"], ["--yes"]],
    [["harden", "--yes", "a"], ["app-1"]],
    [["explain", "ssh-no-p"], ["ssh-no-password-login"]],
    [
      ["accept", "ssh-no-root-login", "--host", ""],
      ["app-1", "db-1"],
    ],
    [["accept", "--host", "app-1", "ssh-no-p"], ["ssh-no-password-login"]],
    [
      ["audit", "--host", "app-1", ""],
      ["app-1", "db-1"],
    ],
    [["open-ssh", "app-1", "--over", "d"], ["db-1"]],
    [["plan", "-f", "other.yaml", "w"], ["web-9"]],
    [["plan", "--file", "=", "other.yaml", "w"], ["web-9"]],
    [["plan", "--file", "oth"], ["other.yaml"]],
  ])("%j", (words, ids) => {
    expect(offered(shop, ...words)).toEqual(ids);
  });

  it("options alone where no service file can be read, and says nothing of it", () => {
    const words = offered(folder(), "plan", "");
    expect(words).toContain("--only");
    expect(words.filter((word) => !word.startsWith("--"))).toEqual([]);
  });
});

it("zsh gets the script of bash", async () => {
  expect(await secondlock(["completion", "bash"], shop)).toEqual({ status: 0, out: bashCompletion(commands), err: "" });
  const zsh = `autoload -U +X bashcompinit && bashcompinit\n${bashCompletion(commands)}`;
  expect(await secondlock(["completion", "zsh"], shop)).toEqual({ status: 0, out: zsh, err: "" });
});

describe("fish completes", () => {
  it.each([
    ["an option that takes controls", "from harden' -l only -x -a '(__secondlock_ids controls)'"],
    [
      "one more control after it",
      "from harden; and __secondlock_last_option --only --except' -f -a '(__secondlock_ids controls)'",
    ],
    [
      "a host as an argument",
      "from harden; and not __secondlock_last_option --only --except' -f -a '(__secondlock_ids hosts)'",
    ],
    ["a control as an argument", "from explain' -f -a '(__secondlock_ids controls)'"],
    ["an option that takes a host", "from accept' -l host -x -a '(__secondlock_ids hosts)'"],
    ["an option that takes a file", "from plan' -l ssh-config -r -d"],
    ["a summary with a quote in it", String.raw`-d 'write a host\'s settings for cloud-init or Ansible'`],
  ])("%s", (_what, line) => {
    expect(fishCompletion(commands)).toContain(line);
  });
});
