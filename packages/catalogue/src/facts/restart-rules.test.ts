import { describe, expect, it } from "vitest";
import { lastSaid, restartRules, spares } from "./restart-rules.ts";

const isSpared = (unit: string, ...lines: readonly string[]): boolean => spares(restartRules(lines), unit);
const ofItsOwn = (pattern: string, value: number): string => `$nrconf{override_rc}{qr(${pattern})} = ${value};`;

describe("whether needrestart leaves sshd alone", () => {
  it.each<readonly [name: string, lines: readonly string[], spared: boolean]>([
    ["no rule", [], false],
    ["a rule of its own", [ofItsOwn("^ssh", 0)], true],
    ["a rule of its own, with an arrow and other spaces", ["  $nrconf{override_rc}->{ qr(^ssh) }=0;"], true],
    ["among many", ["$nrconf{override_rc} = {", "    qr(^dbus) => 0,", "    qr(^ssh) => 0,"], true],
    ["among many on one line", ["$nrconf{override_rc} = { qr(^dbus) => 0, qr/^ssh/ => 0 };"], true],
    ["in full", [ofItsOwn(String.raw`^ssh\.service$`, 0)], true],
    ["as a piece of the name", [ofItsOwn("sh.serv", 0)], true],
    ["as its end", [ofItsOwn("h.service$", 0)], true],
    ["another unit", [ofItsOwn("^sshguard", 0), ofItsOwn("ssh$", 0)], false],
    ["started anew", [ofItsOwn("^ssh", 1)], false],
    ["taken back by a later file", [ofItsOwn("^ssh", 0), ofItsOwn("^ssh", 1)], false],
    ["spared by a later file", [ofItsOwn("^ssh", 1), ofItsOwn("^ssh", 0)], true],
    ["two rules that say otherwise", [ofItsOwn("^ssh", 0), ofItsOwn("^s", 1)], false],
    ["beside a rule that starts anything", [ofItsOwn("^ssh", 0), ofItsOwn(".+", 1)], false],
    ["forgotten, for the whole is set anew", [ofItsOwn("^ssh", 0), "$nrconf{override_rc} = {", "};"], false],
    ["in a list of programs", ["$nrconf{override_cont} = {", "qr(^ssh) => 0,"], false],
    ["by a pattern that is not run", [ofItsOwn("^(ssh|cron)", 0)], false],
  ])("%s", (_name, lines, spared) => {
    expect(isSpared("ssh.service", ...lines)).toBe(spared);
  });

  it("takes no time over what a host may have written to take it", () => {
    const started = Date.now();
    const lines = [
      "$nrconf{override_rc} = {",
      "qr(".repeat(20_000),
      `qr(${" ".repeat(60_000)}`,
      `qr(${"(a+)+".repeat(9)}$) => 1`,
    ];
    expect(isSpared(`${"a".repeat(60)}.service`, ...lines)).toBe(false);
    expect(Date.now() - started).toBeLessThan(500);
  });
});

it("goes by the last line that sets a key", () => {
  const lines = ["$nrconf{restart} = 'l';", "  $nrconf{'restart'} = 'a';", "$nrconf{restart_d} = '/x';"];
  expect(lastSaid(lines, "restart")).toBe(lines[1]);
  expect(lastSaid(lines, "defno")).toBeUndefined();
});
