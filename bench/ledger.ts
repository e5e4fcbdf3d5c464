import { mkdtempSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStore, type Head, type Ledger, openLedger } from "../packages/ledger/src/index.ts";
import { median } from "./measure.ts";
import type { Row } from "./row.ts";

const floors = { appends: 50_000, ratio: 0.5, verified: 100_000 };
const pairs = 15;
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

/** What a team writes down: some 200 bytes, which make a line of some 440. */
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

/** Appends to a ledger of files, and as many bytes in as many pieces by write and fdatasync alone, turn by turn. */
export async function ledger(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let best = 0;
  // what runs for the first time is not compiled yet, and both sides are to be compared as they are in a server
  const lines = await linesOf(51_200);
  const bytesALine = Math.round(lines.reduce((sum, line) => sum + line.length, 0) / lines.length);
  for (const { width, entries } of widths) {
    const runs: { ours: number; raw: number }[] = [];
    for (let pair = 0; pair < pairs; pair += 1)
      runs.push(await run(lines, { width, entries, rawFirst: pair % 2 === 1 }));
    const [ours, ratio] = [median(runs.map(({ ours }) => ours)), median(runs.map(({ ours, raw }) => ours / raw))];
    best = Math.max(best, ours);
    rows.push({
      what: `ledger: ${entries.toLocaleString("en")} entries of ${bytesALine} bytes appended, ${width.toLocaleString("en")} at a time`,
      ours: perSecond(ours),
      peer: `writeSync and fdatasync of as many bytes: ${perSecond(median(runs.map(({ raw }) => raw)))} (median of ratios: x ${ratio.toFixed(2)})`,
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

interface Pair {
  readonly width: number;
  readonly entries: number;
  /** Who comes second finds another disk than who comes first. */
  readonly rawFirst: boolean;
}

async function run(
  lines: readonly Buffer[],
  { width, entries, rawFirst }: Pair,
): Promise<{ readonly ours: number; readonly raw: number }> {
  return await inFolder(async (folder) => {
    const raw = async (): Promise<number> => entries / (await writtenRaw(folder, lines, { width, entries }));
    const before = rawFirst ? await raw() : undefined;
    const { ledger, seconds } = await appended(join(folder, "log"), width, entries);
    await ledger.close();
    return { ours: entries / seconds, raw: before ?? (await raw()) };
  });
}

/** What a ledger writes, line by line. It also has all of it compiled before anything is measured. */
async function linesOf(entries: number): Promise<readonly Buffer[]> {
  return await inFolder(async (folder) => {
    const { ledger } = await appended(folder, 1_024, entries);
    await ledger.close();
    const segments = readdirSync(folder).filter((name) => /^\d+\.jsonl$/.test(name));
    const texts = segments.toSorted().flatMap((name) => readFileSync(join(folder, name), "utf8").split(/(?<=\n)/));
    return texts.filter((text) => text !== "").map((text) => Buffer.from(text));
  });
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "secondlock-bench-ledger-"));
  try {
    return await work(folder);
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

/** By the very calls that the ledger makes: a write into the page cache, and a wait for the disk on another thread. */
async function writtenRaw(
  folder: string,
  lines: readonly Buffer[],
  { width, entries }: Omit<Pair, "rawFirst">,
): Promise<number> {
  const pieces = Array.from({ length: Math.ceil(entries / width) }, (_, piece) =>
    Buffer.concat(Array.from({ length: width }, (_, at) => lines[(piece * width + at) % lines.length] as Buffer)),
  );
  const handle = await open(join(folder, "raw"), "a");
  const started = performance.now();
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) at += writeSync(handle.fd, piece, at);
    await handle.datasync();
  }
  const seconds = (performance.now() - started) / 1_000;
  await handle.close();
  return seconds;
}

async function verifying(): Promise<Row> {
  const entries = 204_800;
  return await inFolder(async (folder) => {
    const { ledger } = await appended(join(folder, "log"), 4_096, entries);
    const head = await ledger.head();
    if (!head.ok) throw new Error(head.reason);
    const rates: number[] = [];
    for (let round = 0; round < pairs; round += 1) rates.push(entries / (await verifySeconds(ledger, head.head)));
    await ledger.close();
    return {
      what: `ledger: ${entries.toLocaleString("en")} entries verified against a head, by the process that wrote them, from the page cache, nothing private, not packed`,
      ours: perSecond(median(rates)),
      peer: "",
      floor: perSecond(floors.verified),
      met: median(rates) >= floors.verified,
    };
  });
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
