import { join } from "node:path";

// see compile-cache.js
const { readFileSync, statSync } = process.getBuiltinModule("node:fs");

/**
 * Whether there is `dist/run.js`, the one file that `npm run bundle` makes of all that `secondlock run` loads: one loads five times
 * as fast as ninety. False where a source has changed since. In an installed package there are no sources to compare.
 *
 * @param {string} bin
 * @returns {boolean}
 */
export function isBundled(bin) {
  const dist = join(bin, "../dist");
  try {
    /** @type {Readonly<Record<string, readonly [size: number, changed: number]>>} */
    const sources = JSON.parse(readFileSync(join(dist, "run-sources.json"), "utf8"));
    return Object.entries(sources).every(([path, [size, changed]]) => {
      const found = statSync(join(bin, path), { throwIfNoEntry: false });
      return found?.size === size && found.mtimeMs === changed;
    });
  } catch {
    return false;
  }
}
