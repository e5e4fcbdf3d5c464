import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Head } from "../head.ts";
import { type Ledger, openLedger } from "../ledger.ts";
import { fileStore } from "../stores/file/file-store.ts";
import type { Verification } from "../verify.ts";

/** What happened to a log on a disk that fills up and is then mounted read-only. */
export interface MountedDay {
  readonly full: { readonly reasons: readonly string[]; readonly written: number; readonly verified: Verification };
  /** Room for the note of a redaction, and not for the segment that is written anew. */
  readonly crowded: { readonly reasons: readonly string[]; readonly notes: number };
  readonly redacted: { readonly ok: boolean; readonly notes: number; readonly opened: number; readonly parts: number };
  readonly withRoom: { readonly appended: boolean; readonly verified: Verification };
  readonly readOnly: {
    readonly reason: string;
    readonly verified: Verification;
    readonly standing: string;
    readonly head: boolean;
    readonly read: number;
  };
  readonly writableAgain: { readonly appended: boolean; readonly verified: Verification };
}

/** Runs in a mount namespace of its own, in which the folder is a small disk that nobody else sees. */
const [disk = ""] = process.argv.slice(2);
const folder = join(disk, "log");
const ballast = join(disk, "ballast");
writeFileSync(ballast, Buffer.alloc(160 * 1_024));
const event = { type: "a", data: { text: "x".repeat(1_000) }, private: { name: "Ada" } };

let ledger = await opened();
const full = await fill();
rmSync(ballast);
const withRoom = { appended: (await ledger.append(event)).ok, verified: await ledger.verify(await headOf(ledger)) };
const { bavail, bsize } = statfsSync(disk);
writeFileSync(ballast, Buffer.alloc(bavail * bsize - 24 * 1_024));
const reasons = [await redact(), await redact(), await redact()];
const crowded = { reasons, notes: await notes() };
rmSync(ballast);
const redacted = { ok: (await redact()) === "ok", notes: await notes(), ...(await left()) };
// the kernel lets nobody make a disk read-only while a file on it is open for writing
await ledger.close();
remount("ro");
const readOnly = await look();
remount("rw");
const writableAgain = {
  appended: (await ledger.append(event)).ok,
  verified: await ledger.verify(await headOf(ledger)),
};
await ledger.close();
const day: MountedDay = { full, withRoom, crowded, redacted, readOnly, writableAgain };
process.stdout.write(JSON.stringify(day));

async function opened(): Promise<Ledger> {
  const result = await openLedger({ store: fileStore({ folder }), segmentSize: 64 });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.ledger;
}

/** Many at a time, so that the disk is full in the middle of a write and of a segment. */
async function fill(): Promise<MountedDay["full"]> {
  const reasons = new Set<string>();
  let written = 0;
  for (let round = 0; round < 40 && reasons.size === 0; round += 1) {
    for (const one of await Promise.all(Array.from({ length: 30 }, () => ledger.append(event)))) {
      if (one.ok) written += 1;
      else reasons.add(one.reason);
    }
  }
  return { reasons: [...reasons], written, verified: await ledger.verify() };
}

/** Opens the log on the read-only disk, and keeps it open for when the disk is writable again. */
async function look(): Promise<MountedDay["readOnly"]> {
  const result = await openLedger({ store: fileStore({ folder }) });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  ({ ledger } = result);
  const refused = await ledger.append(event);
  let read = 0;
  for await (const { seq } of ledger.read()) read = seq + 1;
  const head = await ledger.head();
  return {
    reason: refused.ok ? "none" : refused.reason,
    verified: await ledger.verify(),
    standing: result.standing.ok ? "ok" : result.standing.reason,
    head: head.ok && head.head.size === read,
    read,
  };
}

async function redact(): Promise<string> {
  const answer = await ledger.redact(0, "name");
  return answer.ok ? "ok" : answer.reason;
}

async function notes(): Promise<number> {
  let count = 0;
  for await (const { type } of ledger.read()) if (type === "ledger.redacted") count += 1;
  return count;
}

/** What the first entry has of its private values, and the folder of unfinished files. */
async function left(): Promise<{ readonly opened: number; readonly parts: number }> {
  const parts = readdirSync(folder).filter((name) => name.endsWith(".part")).length;
  for await (const { opened } of ledger.read({ to: 1 })) return { opened: opened.size, parts };
  throw new Error("the first entry is gone");
}

async function headOf(from: Ledger): Promise<Head> {
  const head = await from.head();
  if (!head.ok) throw new Error(head.reason);
  return head.head;
}

function remount(how: "ro" | "rw"): void {
  const done = spawnSync("mount", ["-o", `remount,${how}`, disk]);
  if (done.status !== 0) throw new Error(`the disk cannot be remounted: ${String(done.stderr)}`);
}
