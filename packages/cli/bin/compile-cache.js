import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

// an import of it also loads the streams that it exports: two milliseconds of each start
const { existsSync, lstatSync, mkdirSync } = process.getBuiltinModule("node:fs");

/**
 * Keeps what Node makes of our sources for the next start, which halves it. What lies there is run as code: so it is a
 * folder of the user's own, never the shared one in /tmp that Node would take, and without one there is no cache.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function keepCompiled(env = process.env) {
  // systemd gives a unit with CacheDirectory= a folder, where there is no home
  const [given] = (env["CACHE_DIRECTORY"] ?? "").split(":");
  const folder = compiledFolder(given || env["XDG_CACHE_HOME"] || join(homedir(), ".cache"));
  if (folder !== undefined) enableCompileCache(folder);
  return folder;
}

/**
 * The folder below a user's cache, made when it is not there; undefined when anybody else could write into it.
 *
 * @param {string} cache
 * @returns {string | undefined}
 */
export function compiledFolder(cache) {
  const own = join(cache, "secondlock");
  const folder = join(own, "compiled");
  try {
    // one by one: Node's recursive way never ends where a folder cannot be made, as below /proc
    for (const path of [cache, own, folder]) if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
    return [cache, own, folder].every(isOurs) ? folder : undefined;
  } catch {
    // a home that is not there, full or read-only: slower, and nothing else
    return undefined;
  }
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function isOurs(path) {
  const { uid, mode } = lstatSync(path);
  return uid === process.geteuid?.() && (mode & 0o022) === 0;
}
