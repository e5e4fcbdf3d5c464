import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory, withLock } from "./cache.ts";
import { RELEASE } from "./mirror.ts";

/** Raise it when the way of building changes: every cached image is then built anew. */
const FORMAT = 2;

export function keyOf(parts: readonly string[]): string {
  return createHash("sha256")
    .update(JSON.stringify([FORMAT, RELEASE, ...parts]))
    .digest("hex")
    .slice(0, 16);
}

/** Crash safe: built beside its place, then renamed. The lock lets a second process wait instead of building too. */
export async function cached(
  name: string,
  say: (line: string) => void,
  build: (into: string) => Promise<string>,
): Promise<string> {
  const images = join(cacheDirectory(), "images");
  const place = join(images, name);
  if (existsSync(place)) return place;
  mkdirSync(images, { recursive: true });
  return withLock(name, async () => {
    if (existsSync(place)) return place;
    // Nobody else builds this name while we hold its lock: what lies here is from a build that died.
    for (const stale of readdirSync(images).filter((entry) => entry.startsWith(`building-${name}-`)))
      rmSync(join(images, stale), { recursive: true, force: true });
    say(`building the image ${name} (once; it is cached in ${images})`);
    const started = performance.now();
    const work = mkdtempSync(join(images, `building-${name}-`));
    try {
      renameSync(await build(work), place);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
    say(`built ${name} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    return place;
  });
}
