import { type Audit, lastAudit, loadAudit } from "@secondlock/engine";

export type Earlier =
  | { readonly ok: true; readonly value: Audit }
  | { readonly ok: false; readonly because: string; readonly hint: string };

/** The audit that `last` or a file names. */
export async function earlierAudit(name: string, service: string, hosts: readonly string[]): Promise<Earlier> {
  return name === "last" ? await lastAudit(process.cwd(), service, hosts) : await loadAudit(name);
}
