import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../src/program.ts";
import { folder, secondlock } from "./command.ts";

describe("secondlock init", () => {
  it("writes a service file that audit accepts, with its schema, and never over an existing one", async () => {
    const cwd = folder();
    const said = await secondlock(["init"], cwd);
    expect(said).toMatchObject({ status: 0, err: "" });
    const text = readFileSync(join(cwd, "secondlock.yaml"), "utf8");
    expect(text).toMatch(/^# yaml-language-server: \$schema=/m);
    expect(existsSync(join(cwd, ".secondlock/service.schema.json"))).toBe(true);
    expect((await secondlock(["audit", "--show-script"], cwd)).status).toBe(0);
    const again = await secondlock(["init"], cwd);
    expect(again.status).toBe(2);
    expect(readFileSync(join(cwd, "secondlock.yaml"), "utf8")).toBe(text);
  });

  it("only prints with --print", async () => {
    const cwd = folder();
    const said = await secondlock(["init", "--print"], cwd);
    expect(said.out).toMatch(/^service: /m);
    expect(existsSync(join(cwd, "secondlock.yaml"))).toBe(false);
  });
});

describe("secondlock explain and controls", () => {
  it("tells all about one control", async () => {
    const { out, status } = await secondlock(["explain", "ssh-no-password-login"], folder());
    expect(status).toBe(0);
    for (const part of ["Why", "Evidence wanted", "sshd -T", "Attempt", "Fix", "Covers", "R007", "Sources"])
      expect(out).toContain(part);
  });

  it("knows what was probably meant", async () => {
    const { err, status } = await secondlock(["explain", "ssh-password"], folder());
    expect(status).toBe(2);
    expect(err).toContain("ssh-no-password-login");
  });

  it("lists the catalogue, by area and as JSON", async () => {
    const text = await secondlock(["controls", "--area", "sudo"], folder());
    expect(text.out).toContain("sudo-asks-password");
    expect(text.out).not.toContain("ssh-no-password-login");
    const json = JSON.parse((await secondlock(["controls", "--json"], folder())).out) as {
      id: string;
      covers: string[];
    }[];
    expect(json.length).toBeGreaterThanOrEqual(90);
    expect(json.every(({ covers }) => covers.length > 0)).toBe(true);
  });
});

describe("the command as such", () => {
  it.each(buildProgram(() => undefined).commands.map((command) => command.name()))(
    "%s --help has an example",
    async (command) => {
      const { out, status } = await secondlock([command, "--help"], folder());
      expect(status).toBe(0);
      expect(out).toMatch(/Examples:\n\s+(secondlock|eval)/);
    },
  );

  it.each(["bash", "zsh", "fish"])("completes in %s", async (shell) => {
    const { out, status } = await secondlock(["completion", shell], folder());
    expect(status).toBe(0);
    for (const word of ["audit", "explain", "fail-on"]) expect(out).toContain(word);
  });

  it("tells an unknown command and an unknown shell", async () => {
    expect((await secondlock(["adit"], folder())).status).toBe(2);
    expect((await secondlock(["completion", "tcsh"], folder())).err).toContain("hint:");
  });

  it.each(["audit", "break host:app-1", "enrol ada", "plan", "ssh-config"])(
    "%s tells what is wrong with the service file, whole lines with a hint",
    async (command) => {
      const cwd = folder();
      writeFileSync(join(cwd, "secondlock.yaml"), "service: shop\nhosts: 7\n");
      const { err, status } = await secondlock(command.split(" "), cwd);
      expect(status).toBe(2);
      expect(err).toMatch(/^secondlock\.yaml:2:8: hosts .*\n {2}hint: .*\n$/);
    },
  );

  it.each([
    [
      "yesterday",
      2,
      /^secondlock: --to takes the id of a change, or a day or time in UTC\nhint: e\.g\. --to 2026-11-21/,
    ],
    ["2026-02-30", 2, /^secondlock: --to takes/],
    ["2026-11-21 16:10", 3, /^secondlock: app-1: the name cannot be resolved/],
  ])("undo --to %s ends with %d", async (to, status, err) => {
    const cwd = folder();
    writeFileSync(join(cwd, "secondlock.yaml"), "service: shop\nhosts: { app-1: { ssh: ada@host.invalid } }\n");
    const said = await secondlock(["undo", "app-1", "--to", to, "-F", "/dev/null"], cwd);
    expect(said).toMatchObject({ status, out: "", err: expect.stringMatching(err) });
  });

  it("says that a host is named in a file that is not here, and how to write one", async () => {
    const { status, err } = await secondlock(["harden", "app-1"], folder());
    expect(status).toBe(2);
    expect(err).toBe(
      "secondlock: secondlock.yaml is not here, and it names the hosts\nhint: secondlock init writes a first one\n",
    );
  });

  it("asks for an audit before break and diff can answer", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "secondlock.yaml"), "service: shop\nhosts:\n  app-1: { ssh: ada@198.51.100.7 }\n");
    for (const args of [["break", "host:app-1"], ["diff"]]) {
      const said = await secondlock(args, cwd);
      expect(said.status).toBe(2);
      expect(said.err).toMatch(/hint: run secondlock audit/);
    }
  });
});
