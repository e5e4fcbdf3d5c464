import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type HostPlan, planText } from "@secondlock/engine/change";
import { afterAll, describe, expect, it } from "vitest";
import { builtCommand } from "./built-programs.ts";

const root = join(import.meta.dirname, "..");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...readdirSync(join(root, "docs/how-to")).map((name) => `docs/how-to/${name}`),
];
const scripts = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> })
  .scripts;

function blocks(page: string, language: string): readonly string[] {
  const text = readFileSync(join(root, page), "utf8").replaceAll(/^ {3}(?=```)/gm, "");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, "gm"))].map((match) =>
    unindented(match[1] ?? ""),
  );
}

/** A block inside a list item stands three columns in. */
function unindented(block: string): string {
  const lines = block.split("\n");
  return lines.every((line) => line === "" || line.startsWith("   "))
    ? lines.map((line) => line.slice(3)).join("\n")
    : block;
}

const commands = pages.flatMap((page) =>
  blocks(page, "sh").flatMap((block) =>
    block
      .split("\n")
      .filter((line) => line !== "")
      .map((command) => [page, command] as const),
  ),
);
const source = join(root, "packages/cli/bin/secondlock.js");
const built = await builtCommand();
const folder = mkdtempSync(join(tmpdir(), "secondlock-docs-"));
// a person's own keys and files, which the docs name
mkdirSync(join(folder, ".ssh"));
writeFileSync(join(folder, ".ssh/id_ed25519"), "");
const client = generateKeyPairSync("ed25519");
writeFileSync(join(folder, "client.pem"), client.privateKey.export({ type: "pkcs8", format: "pem" }));
writeFileSync(join(folder, "client.pub.pem"), client.publicKey.export({ type: "spki", format: "pem" }));
writeFileSync(join(folder, "order.json"), "{}");
writeFileSync(join(folder, "request.txt"), "GET /orders HTTP/1.1\r\nHost: api.example\r\n\r\n");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// no packet may leave: hosts of the docs are nobody's, and as root the commands run without any network
const sealed = process.getuid?.() === 0 ? ["unshare", "--net"] : [];

function run(typedLine: string): { readonly status: number | null; readonly said: string } {
  const [command = "", into] = typedLine.split(" > ");
  const [program = "", ...words] = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
  const ours = [process.execPath, words[0] === "run" ? source : built];
  const typed = words.map((word) => word.replace(/^~(?=\/)/, folder));
  const argv = [...sealed, ...(program === "secondlock" ? ours : [program]), ...typed];
  const ran = spawnSync(argv[0] ?? "", argv.slice(1), {
    cwd: folder,
    encoding: "utf8",
    timeout: 100_000,
    env: { PATH: process.env["PATH"], XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"], HOME: folder, LANG: "C.UTF-8" },
  });
  if (into !== undefined) writeFileSync(join(folder, into), ran.stdout);
  return { status: ran.status, said: ran.stdout + ran.stderr };
}

describe("every command of the docs runs", () => {
  const shop = blocks("docs/how-to/audit-your-servers.md", "yaml")[0] ?? "";
  /** A page whose commands want more of a service file than the shop's has one of its own. */
  const serviceOf = (page: string): string =>
    blocks(page, "yaml").find((block) => block.startsWith("service: ")) ?? shop;
  const runnable = commands.filter(
    ([, command]) => /^(secondlock|ssh-keygen) /.test(command) && command !== "secondlock init",
  );

  it("init, in a folder without a service file", () => {
    const { status, said } = run("secondlock init");
    expect(status, said).toBe(0);
    writeFileSync(join(folder, "secondlock.yaml"), shop);
    // break and diff look at kept audits
    for (const _ of [1, 2]) expect(run("secondlock audit").status).toBe(3);
  });

  it.each(runnable)("%s: %s", (page, command) => {
    writeFileSync(join(folder, "secondlock.yaml"), serviceOf(page));
    const { status, said } = run(command);
    // what shows a secret is for a terminal, which a test has none of; it says so only once all else is right
    if (/is no terminal/.test(said)) return;
    // the example's hosts cannot be reached: 3 says so, 2 and 4 would be a command that the docs have wrong
    expect([0, 1, 3], said).toContain(status);
    expect(said).not.toMatch(/an error of its own/);
  });

  const parts = pages.flatMap((page) =>
    blocks(page, "yaml").flatMap((block) => (block.startsWith("service: ") ? [] : [[page, block] as const])),
  );

  it.each(parts)("%s: a part of a service file fits the whole one", (page, part) => {
    writeFileSync(join(folder, "secondlock.yaml"), `${serviceOf(page)}${part}`);
    const { status, said } = run("secondlock audit --show-script");
    expect(status, said.slice(0, 2_000)).toBe(0);
  });

  it.each(commands.filter(([, command]) => command.startsWith("npm ")))(
    "%s: %s names a script that is there",
    (_page, command) => {
      for (const part of command.split("&&").map((one) => one.trim())) {
        const [, verb = "", name = ""] = part.split(/\s+/);
        expect(verb === "ci" || scripts[verb === "run" ? name : verb] !== undefined, part).toBe(true);
      }
    },
  );

  const onPath = "export PATH=$PWD/node_modules/.bin:$PATH";

  it("makes secondlock a command, with the Node that the repository brings", () => {
    expect(new Set(commands.flatMap(([page, command]) => (command === onPath ? [page] : [])))).toEqual(
      new Set(["README.md", "docs/how-to/secure-your-first-server.md"]),
    );
    const bin = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8")) as {
      bin: { secondlock: string };
    };
    const program = join(root, "packages/cli", bin.bin.secondlock);
    expect(readFileSync(program, "utf8")).toMatch(/^#!\/usr\/bin\/env (-S )?node\b/);
    const said = spawnSync("sh", ["-c", `${onPath} && command -v node && node --version`], {
      cwd: root,
      encoding: "utf8",
    });
    expect(said.stdout).toMatch(new RegExp(`^${root}/node_modules/\\.bin/node\nv24\\.`));
  });

  it("leaves no command that this test does not know", () => {
    const known = /^(secondlock|ssh-keygen|npm) /;
    expect(commands.filter(([, command]) => command !== onPath && !known.test(command))).toEqual([]);
  });
});

describe("what the docs show", () => {
  it("of a plan is what the plan of the recorded weak host says", () => {
    const recorded = join(root, "packages/engine/src/report/fixtures/plan-weak-app.json");
    const plan = JSON.parse(readFileSync(recorded, "utf8")) as HostPlan;
    const said = planText(plan, { width: 100, colour: false });
    const parts = blocks("docs/how-to/secure-your-first-server.md", "text")
      .join("")
      .split(/^\.\.\.\n/m);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(said).toContain(part.trimEnd());
  });
});

describe("every link of the docs leads somewhere", () => {
  it.each([...pages, "docs/coverage.md", "docs/controls.md"])("%s", (page) => {
    const text = readFileSync(join(root, page), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? "");
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });
});
