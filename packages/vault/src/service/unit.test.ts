import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ownFolders } from "./testing/own-folder.ts";
import { serviceUnit, socketUnit } from "./unit.ts";

const fresh = ownFolders();
const parts = {
  command: [process.execPath, "/opt/second lock/secondlock.js", "confirmer", "--origin", 'https://a"b$c%d\\e'],
  ...{ folder: "/var/lib/secondlock/confirmer", listen: "203.0.113.9:8440", masterKey: "/etc/secondlock/key" },
};
const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

describe("the unit", () => {
  it("delivers the master key as a credential, and never names it to the command", () => {
    expect(serviceUnit(parts)).toContain("\nLoadCredential=secondlock-master-key:/etc/secondlock/key\n");
    expect(serviceUnit(parts)).toContain("\nStateDirectory=secondlock/confirmer\n");
    expect(serviceUnit({ ...parts, folder: "/srv/confirmer" })).toContain("\nReadWritePaths=/srv/confirmer\n");
    expect(socketUnit(parts)).toContain("\nListenStream=203.0.113.9:8440\n");
  });

  it("takes words as they stand: no variable, no specifier, no second word", () => {
    expect(serviceUnit(parts)).toContain(
      '"/opt/second lock/secondlock.js" confirmer --origin "https://a\\"b$$c%%d\\\\e"',
    );
  });

  it.skipIf(!hasSystemd)("is what systemd takes, and as closed as the page says", () => {
    const root = dirname(fresh());
    const folder = join(root, "etc/systemd/system");
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of [
      ["secondlock-confirmer.service", serviceUnit({ ...parts, command: ["/bin/true"] })],
      ["secondlock-confirmer.socket", socketUnit(parts)],
    ] as const) {
      writeFileSync(join(folder, name), text);
      const verified = spawnSync("systemd-analyze", ["verify", "--man=no", join(folder, name)], { encoding: "utf8" });
      expect(verified.stderr.split("\n").filter((line) => line.includes("secondlock-confirmer"))).toEqual([]);
    }
    const judged = spawnSync(
      "systemd-analyze",
      ["security", "--offline=yes", "--no-pager", join(folder, "secondlock-confirmer.service")],
      { encoding: "utf8" },
    );
    const [, level] = /exposure level for \S+: ([\d.]+)/.exec(judged.stdout) ?? [];
    console.info(`systemd-analyze security: ${level}`);
    expect(Number(level), judged.stdout + judged.stderr).toBeLessThanOrEqual(1.5);
  });
});
