import { mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { rolldown, type Plugin } from "rolldown";

const cli = join(import.meta.dirname, "../packages/cli");

/**
 * Makes one file of all that `secondlock run` loads, its WebAssembly beside it, and the list of its sources by which the command sees
 * whether it is still that: path from the folder of the command, bytes, milliseconds of the last change.
 */
export async function bundleRun(into: string): Promise<void> {
  const beside = webAssemblyBeside();
  const build = await rolldown({
    ...{ input: join(cli, "src/run-line.ts"), platform: "node", external: /^node:/ },
    plugins: [beside.plugin],
  });
  const { output } = await build.generate({ format: "esm", codeSplitting: false });
  await build.close();
  const [{ code, moduleIds }] = output;
  const sources = moduleIds.flatMap((path) => {
    // what the bundler and our plugin add has no path
    const seen = path.startsWith("\0") ? undefined : seenAs(path);
    return seen === undefined ? [] : [[relative(join(cli, "bin"), path), seen] as const];
  });
  mkdirSync(into, { recursive: true });
  const made = [
    [wasmFile, beside.wasm()],
    ["run.js", withoutFacades(code)],
  ] as const;
  for (const [name, content] of made) write(join(into, name), content);
  // the list last: without it, and when it does not fit them, the others are not used
  const own = made.map(([name]) => [`../dist/${name}`, seenAs(join(into, name))] as const);
  write(join(into, "run-sources.json"), `${JSON.stringify(Object.fromEntries([...sources, ...own]))}\n`);
}

function write(path: string, content: string | Buffer): void {
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, content, { flush: true });
  renameSync(part, path);
}

/** Bytes and milliseconds of the last change. */
function seenAs(path: string): readonly [number, number] | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && [found.size, found.mtimeMs];
}

/** To import one of Node's own modules makes it load all that it exports, as the streams of node:fs: two milliseconds of a start. */
function withoutFacades(code: string): string {
  return code.replaceAll(
    /^import \{([^}]*)\} from "(node:[^"]*)";$/gm,
    (_, names: string, module: string) =>
      `const {${names.replaceAll(" as ", ": ")}} = process.getBuiltinModule("${module}");`,
  );
}

const wasmFile = "libsodium.wasm";

/**
 * libsodium-sumo has its WebAssembly as base64 in its source, and a loop in JavaScript that decodes it at each start, which is a tenth
 * of one of ours. Emscripten's `instantiateWasm` takes it from a file.
 */
function webAssemblyBeside(): { readonly plugin: Plugin; readonly wasm: () => Buffer } {
  const library = join(
    createRequire(import.meta.url).resolve("libsodium-sumo"),
    "../../modules-sumo-esm/libsodium-sumo.mjs",
  );
  const entry = "\0libsodium-sumo";
  let wasm: Buffer | undefined;
  return {
    wasm() {
      if (wasm === undefined) throw new Error("the bundle has no libsodium");
      return wasm;
    },
    plugin: {
      name: "webassembly-beside",
      resolveId: (name) => (name === "libsodium-sumo" ? entry : undefined),
      load: (id) =>
        id === entry
          ? `import { readFileSync } from "node:fs";
import { join } from "node:path";
import load from ${JSON.stringify(library)};
const wasm = join(import.meta.dirname, ${JSON.stringify(wasmFile)});
// at once: V8 compiles each function when it is called, and another thread's answer would be waited for
const instantiateWasm = (imports, receive) =>
  receive(new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasm)), imports));
// it gets 700 members: without a prototype that is a table from the beginning, and not one shape of object after the other
export default (options) => load(Object.assign(Object.create(null), options, { instantiateWasm }));`
          : undefined,
      transform(code, id) {
        if (id !== library) return undefined;
        const [, base64] = /"(AGFzb[A-Za-z0-9+/]+={0,2})"/.exec(code) ?? [];
        if (base64 === undefined || !code.includes("instantiateWasm"))
          throw new Error(`${library} is another one than before`);
        wasm = Buffer.from(base64, "base64");
        return code.replace(base64, "");
      },
    },
  };
}

if (import.meta.main) await bundleRun(process.argv[2] ?? join(cli, "dist"));
