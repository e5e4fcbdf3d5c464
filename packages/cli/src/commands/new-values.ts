import { changedNames, readCache, type SealedFile } from "@secondlock/vault";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { refuseOrder } from "../unordered.ts";

/** Refuses values that are still those of before, as far as it is known here; `keep` are those that are no secrets, `drop` those that may be missing. */
export async function refuseOldValues(
  {
    home,
    values,
    sealed,
    keep,
    drop,
  }: {
    readonly home: string;
    readonly values: ReadonlyMap<string, string>;
    readonly sealed: SealedFile;
    readonly keep: unknown;
    readonly drop: unknown;
  },
  console: Console,
): Promise<ExitCode> {
  const cache = await readCache(home, sealed.header.content.file);
  if (!cache.ok) return refuseOrder(console, cache);
  const kept = Array.isArray(keep) ? keep.map(String) : [];
  const { same, unknown, gone } = changedNames(cache.value, values, sealed);
  const still = same.filter((name) => !kept.includes(name));
  if (still.length > 0)
    return refuse(
      console,
      `these are still what they were: ${still.join(", ")}`,
      "change them where they were given out; --keep NAME for what is no secret",
      2,
    );
  const dropped = Array.isArray(drop) ? drop.map(String) : [];
  const lost = gone.filter((name) => !dropped.includes(name));
  if (lost.length > 0)
    return refuse(
      console,
      `these are not among the new values: ${lost.join(", ")}`,
      "give them; --drop NAME for what is not needed any more",
      2,
    );
  if (unknown.length > 0) console.err(`secondlock: nobody knows here whether these are new: ${unknown.join(", ")}\n`);
  return 0;
}
