import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pack } from "./pack.ts";

const root = join(import.meta.dirname, "..");

interface Library {
  readonly name: string;
  /** Kilobytes of the packed file, and of everything that an installation brings. */
  readonly packed: number;
  readonly installed: number;
  readonly dependencies: readonly string[];
  /** A program of somebody who has just installed it. It prints `right`. */
  readonly program: string;
}

const libraries: readonly Library[] = [
  {
    name: "signatures",
    ...{ packed: 80, installed: 600, dependencies: ["structured-headers"] },
    program: `
import { generateKeyPairSync } from "node:crypto";
import { definePolicy, keyring, memoryNonces, sign, signingKey, verify, verifyingKey } from "@secondlock/signatures";
import "@secondlock/signatures/fetch";
import { signedListener } from "@secondlock/signatures/node-http";
import { signedFetch } from "@secondlock/signatures/signed-fetch";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const [key, known] = [signingKey("shop", privateKey), verifyingKey(publicKey)];
if (!key.ok) throw new Error(key.reason);
if (!known.ok) throw new Error(known.reason);
const request = { method: "GET", targetUri: "https://api.example/orders", headers: [] };
const signed = await sign(request, { key: key.value, tag: "orders" });
if (!signed.ok) throw new Error(signed.reason);
const keys = keyring([["shop", known.value]]);
const policy = definePolicy({ keys, nonces: memoryNonces(), tag: "orders" });
const arrived = { ...request, headers: signed.headers };
const [first, second] = [await verify(arrived, policy), await verify(arrived, policy)];
const adapters = [signedListener, signedFetch].every((each) => typeof each === "function");
console.log(adapters && first.ok && !second.ok && second.reason === "replayed" ? "right" : "wrong");
`,
  },
  {
    name: "ledger",
    ...{ packed: 75, installed: 400, dependencies: ["canonicalize"] },
    program: `
import { fileStore, openLedger } from "@secondlock/ledger";

const opened = await openLedger({ store: fileStore({ folder: "log" }) });
if (!opened.ok) throw new Error(opened.reason);
const { ledger } = opened;
const appended = await ledger.append({ type: "secret.opened", data: { name: "SMTP_PASSWORD" } });
const head = await ledger.head();
if (!head.ok) throw new Error(head.reason);
const verified = await ledger.verify(head.head);
await ledger.close();
console.log(appended.ok && verified.ok ? "right" : "wrong");
`,
  },
];

const folder = mkdtempSync(join(tmpdir(), "secondlock-packed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(argv: readonly string[], cwd: string): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(argv[0] ?? "", argv.slice(1), { cwd, encoding: "utf8" });
  return { status, said: stdout + stderr };
}

function kilobytes(path: string): number {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0) / 1_000;
}

describe.each(libraries)("$name, packed and installed alone", ({ name, packed, installed, dependencies, program }) => {
  const project = join(folder, name);
  let file = "";

  beforeAll(() => {
    mkdirSync(project);
    // what an earlier version left in the folder is not what was made now
    writeFileSync(join(folder, `secondlock-${name}-0.0.0-old.tgz`), "");
    file = pack(name, folder);
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "shop", private: true, type: "module" }));
    const { status, said } = run(["npm", "install", "--silent", "--prefer-offline", "--ignore-scripts", file], project);
    expect(status, said).toBe(0);
  });

  it("runs, and its types stand without ours", () => {
    writeFileSync(join(project, "program.ts"), program);
    expect(run([process.execPath, "program.ts"], project)).toMatchObject({ status: 0, said: "right\n" });
    const compiler = { strict: true, noEmit: true, module: "nodenext", target: "es2024", skipLibCheck: false };
    const types = { types: ["node"], typeRoots: [join(root, "node_modules/@types")] };
    const config = { compilerOptions: { ...compiler, ...types }, include: ["program.ts"] };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
    expect(run([join(root, "node_modules/.bin/tsc"), "-p", "."], project)).toEqual({ status: 0, said: "" });
  });

  it("brings what its README states, and no more", () => {
    const modules = join(project, "node_modules");
    const brought = readdirSync(modules, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => entry.name);
    expect(brought.toSorted()).toEqual(["@secondlock", ...dependencies].toSorted());
    expect(statSync(file).size / 1_000).toBeLessThan(packed);
    expect(kilobytes(modules)).toBeLessThan(installed);
    const readme = readFileSync(join(modules, "@secondlock", name, "README.md"), "utf8");
    expect(readme).toContain(`less than ${packed} kB packed`);
    for (const dependency of dependencies) expect(readme).toContain(dependency);
  });

  it("has no sources, tests or development dependencies in it", () => {
    const own = join(project, "node_modules/@secondlock", name);
    const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const strange = files.map((entry) => entry.name).filter((each) => /\.test\.|(?<!\.d)\.ts$|tsconfig/.test(each));
    expect(strange).toEqual([]);
    expect(JSON.parse(readFileSync(join(own, "package.json"), "utf8"))).not.toHaveProperty("devDependencies");
  });
});
