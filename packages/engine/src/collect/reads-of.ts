import { createHash } from "node:crypto";
import type { Fact, HostWanted, Read } from "@secondlock/model";
import { defaultSeconds, type NumberedRead } from "./script.ts";
import { systemReads } from "./system.ts";

/**
 * Everything that an audit reads of a host. What may take longest goes first, because several run side by side and the last
 * one to end is waited for.
 */
export function readsOf(facts: readonly Fact<unknown>[], wanted: HostWanted): readonly Read[] {
  const reads = [...Object.values(systemReads), ...facts.flatMap((fact) => Object.values(fact.reads(wanted)))];
  return reads.toSorted((a, b) => (b.seconds ?? defaultSeconds) - (a.seconds ?? defaultSeconds));
}

/** Equal reads once. */
export function numbered(reads: readonly Read[]): readonly NumberedRead[] {
  return [...new Map(reads.map((read) => [numberOf(read), { number: numberOf(read), read }])).values()];
}

/** The same for the same read wherever it is asked: a collector that was made for another service file is not misread. */
export function numberOf(read: Read): number {
  const { argv, root = true, bytes, seconds } = read;
  return createHash("sha256")
    .update(JSON.stringify([argv, root, bytes, seconds]))
    .digest()
    .readUIntBE(0, 6);
}
