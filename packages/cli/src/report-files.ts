import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import type { Audit } from "@secondlock/engine";
import { writeAuditJson, writeHtml, writeJunit, writeSarif } from "@secondlock/engine/report";
import type { Format } from "./commands/audit-options.ts";

const writers: Readonly<
  Record<Format, (audit: Audit, write: (text: string) => void | Promise<void>) => Promise<void>>
> = {
  json: writeAuditJson,
  sarif: (audit, write) => writeSarif(audit, write),
  junit: writeJunit,
  html: writeHtml,
};

/** Writes a report to standard output, waiting for a slow reader. */
export async function writeToOutput(audit: Audit, format: Format): Promise<void> {
  await writers[format](audit, async (text) => {
    if (!process.stdout.writable || process.stdout.write(text)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    // a reader that went away lets nothing drain
    for (const event of ["drain", "error", "close"]) process.stdout.once(event, resolve);
    await promise;
    for (const event of ["drain", "error", "close"]) process.stdout.off(event, resolve);
  });
}

/** Writes a report to a file: a new one beside it, fsynced and renamed, readable by its owner only. */
export async function writeToFile(audit: Audit, format: Format, path: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  const file = await open(temporary, "wx", 0o600);
  try {
    await writers[format](audit, async (text) => {
      await file.writeFile(text);
    });
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}
