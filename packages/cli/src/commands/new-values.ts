import { changedNames, readCache, type SealedFile } from "@secondlock/vault";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { refuseOrder } from "../unordered.ts";

/** Refuses values that are still those of before, as far as it is known here; `keep` are those that are no secrets. */
export async function refuseOldValues(
  {
    home,
    values,
    sealed,
    keep,
  }: {
    readonly home: string;
    readonly values: ReadonlyMap<string, string>;
    readonly sealed: SealedFile;
    readonly keep: unknown;
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
  if (gone.length > 0) console.err(`secondlock: these are not among the new values: ${gone.join(", ")}\n`);
  if (unknown.length > 0) console.err(`secondlock: nobody knows here whether these are new: ${unknown.join(", ")}\n`);
  return 0;
}
