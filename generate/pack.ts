import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = join(import.meta.dirname, "..");

interface Manifest {
  readonly name: string;
  readonly exports: string | Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** What a package needs to be installed: no sources, no tests, no development dependencies. Pure. */
export function published(manifest: Manifest): Record<string, unknown> {
  const { private: _, devDependencies: __, exports, ...rest } = manifest;
  const entries = typeof exports === "string" ? { ".": exports } : exports;
  return {
    ...rest,
    exports: Object.fromEntries(
      Object.entries(entries).map(([path, source]) => {
        const built = source.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, "");
        return [path, { types: `${built}.d.ts`, default: `${built}.js` }];
      }),
    ),
    files: ["dist"],
  };
}

/**
 * Builds one of our libraries as npm would publish it.
 *
 * @returns the path of the `.tgz` in `into`
 */
export function pack(name: string, into: string): string {
  const from = join(root, "packages", name);
  const stage = mkdtempSync(join(tmpdir(), "secondlock-pack-"));
  try {
    const config = join(stage, "tsconfig.json");
    writeFileSync(
      config,
      JSON.stringify({
        extends: join(from, "tsconfig.json"),
        compilerOptions: {
          ...{ composite: false, incremental: false, rootDir: join(from, "src"), outDir: join(stage, "dist") },
          ...{ typeRoots: [join(root, "node_modules/@types")], noEmitOnError: true },
        },
        include: [join(from, "src/**/*.ts")],
        exclude: [join(from, "src/**/*.test.ts"), join(from, "src/**/testing/**")],
        references: [],
      }),
    );
    run([join(root, "node_modules/.bin/tsc"), "-p", config], stage);
    rmSync(config);
    const manifest = JSON.parse(readFileSync(join(from, "package.json"), "utf8")) as Manifest;
    writeFileSync(join(stage, "package.json"), `${JSON.stringify(published(manifest), undefined, 2)}\n`);
    copyFileSync(join(from, "README.md"), join(stage, "README.md"));
    copyFileSync(join(root, "LICENSE"), join(stage, "LICENSE"));
    mkdirSync(into, { recursive: true });
    return join(into, run(["npm", "pack", "--silent", "--pack-destination", resolve(into)], stage).trim());
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** What the program prints. */
function run([program = "", ...args]: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}

if (import.meta.main) {
  const [into, ...names] = process.argv.slice(2);
  if (into === undefined || names.length === 0) {
    process.stderr.write("usage: npm run pack -- FOLDER PACKAGE...\n");
    process.exitCode = 2;
  } else for (const name of names) process.stdout.write(`${pack(name, into)}\n`);
}
