import { randomBytes } from "node:crypto";
import { chmod, lstat, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import type { Audit } from "../audit.ts";
import { auditJsonPieces } from "../report/json.ts";
import { largePieces } from "../report/pieces.ts";
import { type AuditLoaded, loadAudit } from "./load.ts";

/** Where audits are kept, below the directory of the service file. */
export const auditsDirectory = join(".secondlock", "audits");

const fileName = /^(\d{8}T\d{9}Z)-([a-z0-9-]{1,40})-([0-9a-f]{8})\.json\.zst$/;

export interface KeptAudit {
  readonly path: string;
  readonly name: string;
}

function safeName(service: string): string {
  const name = service
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  return name === "" ? "service" : name;
}

function stamp(iso: string): string {
  const date = new Date(iso);
  const sure = Number.isNaN(date.getTime()) ? new Date() : date;
  return sure.toISOString().replace(/[-:.]/g, "");
}

/** A repository may bring along `.secondlock` as a link to `/etc`, which would be closed to everybody and written into. */
async function refuseLinks(directory: string): Promise<void> {
  for (const folder of [directory, dirname(directory)]) {
    if (!(await lstat(folder)).isSymbolicLink()) continue;
    throw Object.assign(new Error(`${folder} is a symbolic link`), { code: "ELOOP" });
  }
}

/** A half that a killed run left behind; one that is younger may be another run's that still writes. */
const halfIsOldAfter = 60 * 60 * 1_000;

async function sweep(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.endsWith(".json.zst.part")) continue;
    const path = join(directory, name);
    const { mtimeMs } = await lstat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > halfIsOldAfter) await rm(path, { force: true });
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Keeps an audit and returns its path. The file appears whole or not at all, and only its owner may read it: an audit
 * tells an attacker where to begin. Rejects when the disk refuses.
 */
export async function keepAudit(directory: string, audit: Audit): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await refuseLinks(directory);
  // Node gives the mode only to what it creates, and the umask takes from it.
  await chmod(directory, 0o700);
  await sweep(directory);
  const name = `${stamp(audit.started)}-${safeName(audit.service)}-${randomBytes(4).toString("hex")}.json.zst`;
  const temporary = join(directory, `.${name}.part`);
  const path = join(directory, name);
  const handle = await open(temporary, "wx", 0o600);
  try {
    // One frame: Node reads no further than the first.
    const text = Readable.from(largePieces(auditJsonPieces(audit)));
    await pipeline(text, createZstdCompress(), async (parts: AsyncIterable<Buffer>) => {
      for await (const part of parts) await handle.writeFile(part);
    });
    await handle.sync();
    await handle.close();
    await rename(temporary, path);
  } catch (error) {
    await handle.close();
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(directory);
  return path;
}

/** Kept audits, newest first, by their names alone: none is opened. Files that are not ours are not listed. */
export async function listAudits(directory: string): Promise<readonly KeptAudit[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => fileName.test(name))
    .toSorted()
    .toReversed()
    .map((name) => ({ path: join(directory, name), name }));
}

export interface SkippedAudit {
  readonly path: string;
  readonly because: string;
}

/** The newest audit of the service that can be read, with what had to be skipped on the way. */
export async function latestAudit(
  directory: string,
  service: string,
  wanted: (audit: Audit) => boolean = () => true,
): Promise<{ readonly audit?: Audit; readonly path?: string; readonly skipped: readonly SkippedAudit[] }> {
  const skipped: SkippedAudit[] = [];
  for (const { path, name } of await listAudits(directory)) {
    if (fileName.exec(name)?.[2] !== safeName(service)) continue;
    const loaded: AuditLoaded = await loadAudit(path);
    if (!loaded.ok) skipped.push({ path, because: loaded.because });
    else if (loaded.audit.service === service && wanted(loaded.audit)) return { audit: loaded.audit, path, skipped };
  }
  return { skipped };
}
