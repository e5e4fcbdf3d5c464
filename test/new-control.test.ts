import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
// below the repository, so that the copy finds the same packages
const copy = mkdtempSync(join(root, "node_modules", ".new-control-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function newControl(...args: readonly string[]): ReturnType<typeof spawnSync> {
  return spawnSync(process.execPath, [join(root, "generate/new-control.ts"), ...args], { encoding: "utf8" });
}

describe("npm run new:control", () => {
  it("makes a control and a test that pass as they are, and touches nothing else", () => {
    for (const part of [
      "src/facts/sshd-effective.ts",
      "src/facts/raw-text.ts",
      "testing/test-control.ts",
      "testing/example-host.ts",
    ]) {
      cpSync(join(root, "packages/catalogue", part), join(copy, "packages/catalogue", part));
    }
    expect(newControl("ssh", "ssh-made-by-a-test", copy).status).toBe(0);
    const control = join(copy, "packages/catalogue/src/controls/ssh/ssh-made-by-a-test.ts");
    expect(readFileSync(control, "utf8")).toContain("export const sshMadeByATest = defineControl({");
    writeFileSync(
      join(copy, "vitest.config.ts"),
      "export default { test: { include: ['**/*.test.ts'], exclude: [] } };\n",
    );
    const ran = spawnSync(join(root, "node_modules/.bin/vitest"), ["run", "--root", copy], {
      cwd: copy,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    expect(ran.stdout + ran.stderr).toMatch(/Tests +\d+ passed/);
    expect(ran.status).toBe(0);
  });

  it.each([
    ["no id", ["ssh"]],
    ["an id that climbs out of its folder", ["ssh", "../../../etc/passwd"]],
    ["an area that climbs out of its folder", ["..", "ssh-x"]],
    ["an id that is taken", ["ssh", "ssh-no-password-login"]],
  ])("refuses %s, with a hint", (_name, args) => {
    const { status, stderr } = newControl(...args);
    expect(status).toBe(2);
    expect(String(stderr)).toMatch(/hint: /);
    expect(existsSync(join(root, "packages/catalogue/src/passwd"))).toBe(false);
  });
});
