import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { readBounded } from "./bounded-read.ts";
import type { Seen, SeenRepository } from "./seen.ts";

const projectFiles = [
  ".env",
  ".env.production",
  "compose.yaml",
  "compose.yml",
  "docker-compose.yml",
  "docker-compose.yaml",
  "Dockerfile",
];

/** The repository around a folder, the name in package.json, and which files say how the project runs. Never what .env holds. */
export async function lookAtProject(folder: string): Promise<Pick<Seen, "repository" | "packageName" | "files">> {
  const repository = await lookForRepository(resolve(folder));
  const packageName = parsePackageName((await readBounded(join(folder, "package.json"), 1_048_576)) ?? "");
  const files: string[] = [];
  for (const file of projectFiles) {
    const info = await stat(join(folder, file)).catch(() => undefined);
    if (info?.isFile() === true) files.push(file);
  }
  return {
    files,
    ...(repository === undefined ? {} : { repository }),
    ...(packageName === undefined ? {} : { packageName }),
  };
}

async function lookForRepository(folder: string): Promise<SeenRepository | undefined> {
  let here = folder;
  for (let step = 0; step < 40; step += 1) {
    const info = await stat(join(here, ".git")).catch(() => undefined);
    if (info !== undefined) {
      // In a work tree `.git` is a file; its repository is elsewhere, and the remote stays absent.
      const remote = parseRemote((await readBounded(join(here, ".git/config"), 65_536)) ?? "");
      return { folder: here, ...(remote === undefined ? {} : { remote }) };
    }
    const above = dirname(here);
    if (above === here) return undefined;
    here = above;
  }
  return undefined;
}

/** URL of `origin` in a .git/config, without user and password when it is a URL; a token often stands there. */
export function parseRemote(text: string): string | undefined {
  let inside = false;
  for (const line of text.split("\n", 2000)) {
    const trimmed = line.trim();
    if (trimmed.startsWith("[")) inside = trimmed.startsWith('[remote "origin"]');
    const url = inside ? /^url\s*=\s*(?<url>\S.*)$/.exec(trimmed)?.groups?.["url"] : undefined;
    if (url !== undefined) return withoutLogin(url);
  }
  return undefined;
}

/** The `name` of a package.json; undefined when there is none or it cannot be read. */
export function parsePackageName(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const name: unknown = typeof value === "object" && value !== null && "name" in value ? value.name : undefined;
    return typeof name === "string" && name !== "" ? name : undefined;
  } catch {
    return undefined;
  }
}

function withoutLogin(url: string): string | undefined {
  if (!url.includes("://")) return url;
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
