import { readFileSync } from "node:fs";
import { join } from "node:path";
import { evidenceLimit } from "../packages/engine/src/audit.ts";
import type { FactRead, Snapshot } from "../packages/engine/src/collect/collect.ts";
import { quoteAll } from "../packages/engine/src/collect/quote.ts";
import { known, unreadable, type Fact, type HostWanted, type RawOutputs } from "../packages/model/src/index.ts";
import { sampleHost } from "./fleet-service.ts";

/** Raw outputs by fact and key, as they came from a lab host. */
export type Recording = Readonly<Record<string, RawOutputs>>;

export function loadRecording(name: string): Recording {
  return JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", `${name}.json`), "utf8")) as Recording;
}

const at = "2026-01-01T00:00:00.000Z";

/** What the facts make of a recording. A fact that was added since is unreadable, and says so. */
export function readRecording(recording: Recording, facts: readonly Fact<unknown>[]): ReadonlyMap<string, FactRead> {
  return new Map(facts.map((fact) => [fact.id, readFact(fact, recording[fact.id])]));
}

function readFact(fact: Fact<unknown>, raw: RawOutputs | undefined): FactRead {
  return {
    reading: raw === undefined ? unreadable("was not recorded") : fact.parse(raw, sampleHost),
    commands: Object.entries(fact.reads(sampleHost)).map(([key, read]) => ({
      command: quoteAll(read.argv).slice(0, evidenceLimit),
      output: raw?.[key]?.stdout ?? "",
    })),
    at,
  };
}

/** Values of its own, and an output that no other host has, so that nothing that was made for one host serves for the next. */
function ofThisHost(read: FactRead, host: string): FactRead {
  return {
    ...read,
    commands: read.commands.map(({ command, output }) => ({ command, output: `${output}# ${host}\n` })),
  };
}

/**
 * A host of the fleet: each of its facts from one of the recordings, chosen by a walk that is the same in every run, so
 * that no two neighbours are alike.
 */
export function simulated(
  wanted: HostWanted,
  number: number,
  recordings: readonly ReadonlyMap<string, FactRead>[],
): Snapshot {
  const facts = new Map<string, FactRead>();
  let state = (number + 1) * 2_654_435_761;
  for (const id of recordings[0]?.keys() ?? []) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const read = recordings[(state >>> 16) % recordings.length]?.get(id);
    if (read) facts.set(id, ofThisHost(read, wanted.id));
  }
  return {
    host: wanted.id,
    system: known({
      id: "debian",
      version: "12",
      name: "Debian GNU/Linux 12 (bookworm)",
      supported: true,
      container: "none",
      bootId: "",
      hostKeys: [],
      addresses: [],
    }),
    asRoot: true,
    facts,
    seconds: 1,
  };
}
