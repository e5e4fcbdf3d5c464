import { createHash } from "node:crypto";
import type { Collector, Fact, HostWanted } from "@secondlock/model";
import { numbered, readsOf } from "./reads-of.ts";
import { collectorScript } from "./script.ts";

/** The program of the auditor for one host: what an audit with these facts reads there, and nothing else. Pure. */
export function collectorOf(facts: readonly Fact<unknown>[], wanted: HostWanted): Collector {
  const text = collectorScript(numbered(readsOf(facts, wanted)));
  return { text, digest: createHash("sha256").update(text).digest("hex") };
}

/** The same host, with the program that its auditor may run; unchanged without an auditor. */
export function withCollector(facts: readonly Fact<unknown>[], wanted: HostWanted): HostWanted {
  const { auditor } = wanted;
  return auditor === undefined ? wanted : { ...wanted, auditor: { ...auditor, collector: collectorOf(facts, wanted) } };
}
