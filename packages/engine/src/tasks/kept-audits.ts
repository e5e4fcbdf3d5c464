import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import type { Audit } from "../audit.ts";
import { loadAudit as load } from "../audits/load.ts";
import { auditsDirectory, keepAudit as keep, latestAudit, listAudits } from "../audits/store.ts";

export type Kept<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly because: string; readonly hint: string };

/** Keeps an audit below the folder of the service file. A full disk is told, and the audit's report still stands. */
export async function keepAudit(folder: string, audit: Audit): Promise<Kept<string>> {
  try {
    return { ok: true, value: await keep(join(folder, auditsDirectory), audit) };
  } catch (error) {
    const code = (await whyNot(folder)) ?? (error as NodeJS.ErrnoException).code ?? "unknown error";
    return {
      ok: false,
      because: `this audit could not be kept in ${auditsDirectory}: ${code}`,
      hint: "make room or check the folder's rights, or use --no-keep",
    };
  }
}

/** Making folders below one another, Node calls a read-only disk ENOENT; asked by itself, the folder tells the truth. */
async function whyNot(folder: string): Promise<string | undefined> {
  try {
    await access(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

/** The newest kept audit of a service; given hosts, the newest of just these: an audit of one host says nothing of the others. */
export async function lastAudit(folder: string, service: string, hosts?: readonly string[]): Promise<Kept<Audit>> {
  const same = ({ targets }: Audit): boolean =>
    hosts === undefined ||
    targets
      .map(({ id }) => id)
      .toSorted()
      .join() === [...hosts].toSorted().join();
  const { audit, skipped } = await latestAudit(join(folder, auditsDirectory), service, same);
  if (audit) return { ok: true, value: audit };
  const damaged =
    skipped.length === 0
      ? ""
      : `; ${skipped.length} could not be read, the newest because ${skipped[0]?.because ?? ""}`;
  return {
    ok: false,
    because: `no audit of ${service} is kept here${damaged}`,
    hint: "run secondlock audit in this folder first",
  };
}

/** The newest kept audits of one service, that of the newest, newest first. */
export async function lastAudits(folder: string, count: number): Promise<readonly Audit[]> {
  const found: Audit[] = [];
  for (const { path } of await listAudits(join(folder, auditsDirectory))) {
    const loaded = await load(path);
    if (loaded.ok && (found.length === 0 || loaded.audit.service === found[0]?.service)) found.push(loaded.audit);
    if (found.length === count) break;
  }
  return found;
}

/** An audit from a file, kept or written with `--json`. */
export async function loadAudit(path: string): Promise<Kept<Audit>> {
  const loaded = await load(path);
  return loaded.ok ? { ok: true, value: loaded.audit } : loaded;
}
