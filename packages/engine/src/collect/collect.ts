import type { Fact, HostWanted, RawOutput, RawOutputs, Read, Reading } from "@secondlock/model";
import { unreadable } from "@secondlock/model";
import { ownError } from "./own-error.ts";
import { evidenceLimit } from "../audit.ts";
import type { Target } from "../targets/target.ts";
import { quoteAll } from "./quote.ts";
import { readsOf } from "./reads-of.ts";
import { type ReadLimits, type ReadsRun, runReads } from "./run-reads.ts";
import { parseSystem, type System, systemReads } from "./system.ts";

/** What was read of one fact, with the commands that were run for it. */
export interface FactRead {
  readonly reading: Reading<unknown>;
  readonly commands: readonly { readonly command: string; readonly output: string }[];
  readonly at: string;
}

/** Everything that one round trip gave of one host. */
export interface Snapshot {
  readonly host: string;
  readonly system: Reading<System>;
  readonly asRoot: boolean;
  /** Seconds by which the host's clock is ahead of the operator's. */
  readonly clockAhead?: number;
  /** Set when sudo was given a password and this login got no root all the same. */
  readonly refused?: string;
  /** Set when that was because the password is not the one. */
  readonly wrongPassword?: true;
  /** Set when only a part could be read, with the reason. */
  readonly incomplete?: string;
  readonly facts: ReadonlyMap<string, FactRead>;
  readonly seconds: number;
}

export const collectLimits = { seconds: 90, bytes: 64 * 1024 * 1024 } as const;

/** Reads all facts of a host in one round trip. A failure is a snapshot whose facts are unreadable with the reason. */
export async function collect(
  target: Target,
  facts: readonly Fact<unknown>[],
  wanted: HostWanted,
  limits: ReadLimits = collectLimits,
  as: "root" | "auditor" = "root",
): Promise<Snapshot> {
  const started = Date.now();
  const run = await runReads(target, readsOf(facts, wanted), { as }, limits);
  const system = rawOf(run, systemReads);
  const at = new Date(started).toISOString();
  return {
    host: target.id,
    system: typeof system === "string" ? unreadable(system) : parseSystem(system),
    asRoot: run.uid === 0,
    ...(run.clock === undefined ? {} : { clockAhead: run.clock - Math.round(started / 1_000) }),
    ...(run.refused === undefined ? {} : { refused: run.refused }),
    ...(run.wrongPassword === true ? { wrongPassword: true } : {}),
    ...(run.incomplete === undefined ? {} : { incomplete: run.incomplete }),
    facts: new Map(facts.map((fact) => [fact.id, readFact(fact, wanted, run, at)])),
    seconds: (Date.now() - started) / 1_000,
  };
}

/** A snapshot of a host that could not be reached: every fact is unreadable for the one reason. */
export function unreachedSnapshot(host: string, because: string): Snapshot {
  return { host, system: unreadable(because), asRoot: false, facts: new Map(), seconds: 0 };
}

function rawOf(run: ReadsRun, reads: Readonly<Record<string, Read>>): RawOutputs | string {
  const raw: Record<string, RawOutput> = {};
  for (const [key, read] of Object.entries(reads)) {
    const output = run.outputOf(read);
    if (typeof output === "string") return output;
    raw[key] = output;
  }
  return raw;
}

function readFact(fact: Fact<unknown>, wanted: HostWanted, run: ReadsRun, at: string): FactRead {
  const reads = fact.reads(wanted);
  const raw = rawOf(run, reads);
  return {
    reading: typeof raw === "string" ? unreadable(raw) : parsed(fact, raw, wanted),
    commands: Object.entries(reads).map(([key, read]) => ({
      command: quoteAll(read.argv).slice(0, evidenceLimit),
      output: typeof raw === "string" ? "" : (raw[key]?.stdout ?? ""),
    })),
    at,
  };
}

/** A parser that throws costs its own fact, never the audit of all. */
function parsed(fact: Fact<unknown>, raw: RawOutputs, wanted: HostWanted): Reading<unknown> {
  try {
    return fact.parse(raw, wanted);
  } catch (error) {
    return unreadable(ownError(fact.id, error));
  }
}
