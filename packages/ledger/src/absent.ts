import type { EntryBody } from "./entry.ts";
import type { Opened } from "./opened.ts";

/** Private values that are not there, and whether the log says that they were redacted. */
export interface Absent {
  take(entry: EntryBody, values: ReadonlyMap<string, Opened>): void;
  redacted(): number;
  missing(): number;
}

/** A note comes after its entry. What waits for one is bounded: values beyond it count as missing. */
export function absent(mostWaiting = 1_000_000): Absent {
  const waiting = new Set<string>();
  let [redacted, beyond] = [0, 0];
  return {
    take({ type, seq, data, private: hidden = {} }, values) {
      if (type === "ledger.redacted" && waiting.delete(JSON.stringify([data["seq"], data["name"]]))) redacted += 1;
      for (const name of Object.keys(hidden)) {
        if (values.has(name)) continue;
        if (waiting.size < mostWaiting) waiting.add(JSON.stringify([seq, name]));
        else beyond += 1;
      }
    },
    redacted: () => redacted,
    missing: () => waiting.size + beyond,
  };
}
