import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { kept, main } from "./command.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/how-to/seal-your-env.md"), "utf8");
/** What a reader types, in the order of the page. */
const typed = [...page.matchAll(/^ *```console\n([^]*?)^ *```/gm)].flatMap(([, block = ""]) =>
  [...block.matchAll(/^ *\$ (.+)$/gm)].map(([, line = ""]) => line),
);

const root = mkdtempSync(join(tmpdir(), "secondlock-how-to-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What stands for something else on the page. */
function asTyped(line: string): string {
  const command = line
    .replace("age1...", "$(grep -o 'age1[a-z0-9]*' recipient.txt | head -n 1)")
    .replace("OWNER", "$(secondlock owner me | cut -d ' ' -f 2)");
  if (command.endsWith("&"))
    return `${command}\npid=$!\nuntil grep -q hour ~/secondlock-try/console.txt; do sleep 0.1; done`;
  if (command.includes("owner enrol")) return `sed -n 's/.*hour: //p' ~/secondlock-try/console.txt | ${command}`;
  return command.includes("recovery split")
    ? `${command} 2> recipient.txt\ncat ~/secondlock-try/pages.txt >> recipient.txt`
    : command;
}

// a network of its own: the page names a port
it.skipIf(process.getuid?.() !== 0 && process.env["CI"] !== "true")(
  "every command of the page works, in its order",
  { timeout: 120_000 },
  () => {
    writeFileSync(join(root, ".env"), "DATABASE_URL=postgres://db-1/shop\nAPI_KEY=sk\n");
    writeFileSync(join(root, "new-key.txt"), "k\n");
    writeFileSync(join(root, "secondlock"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
    chmodSync(join(root, "secondlock"), 0o755);
    const told = typed.map((line) => `echo "## ${line.replaceAll(/["$`\\]/g, ".")}"\n${asTyped(line)}`);
    const script = ["set -e", "ip link set lo up", "git init -q .", ...told, "kill $pid", "wait $pid"].join("\n");
    const ran = spawnSync("unshare", ["--net", "sh", "-c", script], {
      cwd: root,
      encoding: "utf8",
      timeout: 110_000,
      env: { PATH: `${root}:${process.env["PATH"]}`, ...kept, HOME: root, LANG: "C.UTF-8" },
    });
    expect(ran.status, ran.stdout + ran.stderr).toBe(0);
    expect(typed.length).toBeGreaterThan(15);
    expect(ran.stdout).toContain("postgres://db-1/shop\n");
    expect(ran.stdout).toContain("app-1 opens .env.sealed from now on.");
    expect(readFileSync(join(root, ".env.sealed"), "utf8")).not.toContain("postgres");
  },
);
