import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hostProgram } from "./host-program.ts";
import { hex, undoRequest } from "./request.ts";

const change = "20261121T100000Z-0000";
const undo = "20261121T110000Z-0000";
const about = { who: "ada@laptop", seconds: 60, title: "undo" };

describe("the journals of a host", () => {
  let home = "";

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "journals-"));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const keep = (id: string, files: Readonly<Record<string, string>>): void => {
    mkdirSync(join(home, "journal", id, "before"), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(home, "journal", id, name), text);
  };
  /** A change whose kept content cannot be read any more, and an undo of it that was not confirmed. */
  const keepUndoOfUnreadable = (): void => {
    keep(change, {
      state: "confirmed\n",
      request: `who\t${hex("grace")}\nseconds\t60\nplan\t${hex("harden")}\nrecord\t${hex("{}")}\n`,
      index: `file\t${hex("/etc/motd")}\t644\t0\t0\t1700000000\t0\n`,
    });
    keep(undo, { state: "taken back\n", request: undoRequest(change, about), index: "" });
  };
  const run = (...args: readonly string[]): readonly string[][] => {
    const input = hostProgram().replaceAll(/"\/(?:var\/lib\/secondlock|etc\/systemd\/system)"/g, JSON.stringify(home));
    const { stdout, stderr } = spawnSync("perl", ["-", ...args], { input, encoding: "utf8" });
    expect(stderr).toBe("");
    return stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t"));
  };

  it("tell who made each change, also where a file that an undo would bring back cannot be read", () => {
    keepUndoOfUnreadable();
    const rows = run("status");
    expect(rows.filter(([kind]) => kind === "journal")).toEqual([
      ["journal", change, hex("confirmed"), hex("grace"), hex("harden")],
      ["journal", undo, hex("taken back"), hex(about.who), hex(about.title)],
    ]);
    expect(rows).toContainEqual(["record", hex("{}")]);
  });

  it("tell a second operator who is at work, though that is an undo of what cannot be read", () => {
    keepUndoOfUnreadable();
    writeFileSync(join(home, "armed"), undo);
    const [[kind, id, who] = []] = run("begin");
    expect([kind, id, who]).toEqual(["busy", undo, hex(about.who)]);
  });

  it("give every path of a change back as it was, and nothing twice", () => {
    const older = "20261121T090000Z-0000";
    const row = (kind: string, path: string, ...more: readonly string[]): string =>
      [kind, hex(path), ...more].join("\t");
    keep(older, {
      ...{ state: "confirmed\n", request: "", "before/0": "old\n" },
      index: [row("file", "/nowhere/a", "640", "0", "0", "1700000000", "0"), row("absent", "/nowhere/b"), ""].join(
        "\n",
      ),
    });
    keep(change, {
      ...{ state: "confirmed\n", request: "", "before/0": "newer\n" },
      index: [
        row("file", "/nowhere/a", "600", "0", "0", "1700000000", "0"),
        row("link", "/nowhere/c", hex("a")),
        row("folder", "/nowhere", "755", "0", "0"),
        "unit\tsecondlock-x.service\tenabled\tactive\trestart",
        "reload\tnginx",
        "",
      ].join("\n"),
    });
    expect(run("show", older).filter(([kind]) => kind !== "undone")).toEqual([
      ["back", hex("/nowhere/a")],
      ["back", hex("/nowhere/c")],
      ["gone", hex("/nowhere/b")],
      ["back", hex("/nowhere")],
      ["unit", "secondlock-x.service", "enabled", "running"],
      ["end"],
    ]);
  });
});
