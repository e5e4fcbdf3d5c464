import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStore, type Head, type Ledger, openLedger } from "../packages/ledger/src/index.ts";
import { median } from "./measure.ts";
import type { Row } from "./row.ts";

const floors = { appends: 50_000, ratio: 0.5, verified: 100_000 };
const pairs = 7;
/**
 * Entries that are appended at once, and in one pair. One fsync here is as fast as a few dozen entries' JSON and hashes:
 * from there on it is the processor that is measured, so the wider ones are told and nothing is asked of them.
 */
const widest = 32;
const widths = [
  { width: 1, entries: 500 },
  { width: 16, entries: 4_800 },
  { width: 32, entries: 9_600 },
  { width: 64, entries: 12_800 },

  { width: 1_024, entries: 51_200 },
  { width: 4_096, entries: 102_400 },
] as const;

/** What a team writes down: some 200 bytes. */
function event(n: number): { readonly type: string; readonly data: object } {
  return {
    type: "secret.opened",
    data: {
      secret: "DATABASE_URL",
      person: "ada",
      host: "app-1",
      purpose: `deploy of release 2026.11.21-${n}`,
      approved: true,
      approval: `request-${n}`,
      attempt: n % 3,
      ticket: "https://tickets.example/OPS-4711",
    },
  };
}

/** Appends to a ledger of files, and the same lines in the same pieces by write and fdatasync alone, turn by turn. */
export async function ledger(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let best = 0;
  // what runs for the first time is not compiled yet, and both sides are to be compared as they are in a server
  await run(1_024, 51_200);
  for (const { width, entries } of widths) {
    const runs: { ours: number; raw: number }[] = [];
    for (let pair = 0; pair < pairs; pair += 1) runs.push(await run(width, entries));
    const [ours, ratio] = [median(runs.map(({ ours }) => ours)), median(runs.map(({ ours, raw }) => ours / raw))];
    best = Math.max(best, ours);
    rows.push({
      what: `ledger: ${entries.toLocaleString("en")} entries appended, ${width.toLocaleString("en")} at a time`,
      ours: perSecond(ours),
      peer: `write and fsync of the same bytes: ${perSecond(median(runs.map(({ raw }) => raw)))} (x ${ratio.toFixed(2)})`,
      ...(width > widest ? { floor: "" } : { floor: `x ${floors.ratio}`, met: ratio >= floors.ratio }),
    });
  }
  rows.push({
    what: "the same: the most of these",
    ours: perSecond(best),
    peer: "",
    floor: perSecond(floors.appends),
    met: best >= floors.appends,
  });
  rows.push(await verifying());
  return rows;
}

async function run(width: number, entries: number): Promise<{ readonly ours: number; readonly raw: number }> {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-bench-ledger-"));
  try {
    const { ledger, seconds } = await appended(join(folder, "log"), width, entries);
    await ledger.close();
    return { ours: entries / seconds, raw: entries / (await writtenRaw(folder, width)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function appended(folder: string, width: number, entries: number): Promise<{ ledger: Ledger; seconds: number }> {
  const result = await openLedger({ store: fileStore({ folder }) });
  if (!result.ok) throw new Error(result.reason);
  const { ledger } = result;
  const started = performance.now();
  for (let n = 0; n < entries; n += width) {
    const all = await Promise.all(Array.from({ length: width }, (_, index) => ledger.append(event(n + index))));
    if (!all.every(({ ok }) => ok)) throw new Error("an append was refused");
  }
  return { ledger, seconds: (performance.now() - started) / 1_000 };
}

/** The bytes that the ledger wrote, once more. */
async function writtenRaw(folder: string, width: number): Promise<number> {
  const log = join(folder, "log");
  const segments = readdirSync(log).filter((name) => name.endsWith(".jsonl") && name !== "seals.jsonl");
  const lines = segments.toSorted().flatMap((name) => readFileSync(join(log, name), "utf8").split(/(?<=\n)/));
  const pieces = Array.from({ length: Math.ceil(lines.length / width) }, (_, piece) =>
    Buffer.from(lines.slice(piece * width, (piece + 1) * width).join("")),
  );
  const handle = await open(join(folder, "raw"), "a");
  const started = performance.now();
  for (const piece of pieces) {
    await handle.write(piece);
    await handle.datasync();
  }
  const seconds = (performance.now() - started) / 1_000;
  await handle.close();
  return seconds;
}

async function verifying(): Promise<Row> {
  const entries = 204_800;
  const folder = mkdtempSync(join(tmpdir(), "secondlock-bench-ledger-"));
  try {
    const { ledger } = await appended(join(folder, "log"), 4_096, entries);
    const head = await ledger.head();
    if (!head.ok) throw new Error(head.reason);
    const rates: number[] = [];
    for (let round = 0; round < pairs; round += 1) rates.push(entries / (await verifySeconds(ledger, head.head)));
    await ledger.close();
    return {
      what: `ledger: ${entries.toLocaleString("en")} entries verified against a head`,
      ours: perSecond(median(rates)),
      peer: "",
      floor: perSecond(floors.verified),
      met: median(rates) >= floors.verified,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function verifySeconds(ledger: Ledger, head: Head): Promise<number> {
  const started = performance.now();
  const verified = await ledger.verify(head);
  if (!verified.ok) throw new Error(verified.reason);
  return (performance.now() - started) / 1_000;
}

function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString("en")} a second`;
}
