import { changedNames, readCache, readDotenv, type SealedFile } from "@secondlock/vault";
import { type Console, refuse } from "../console.ts";
import type { ExitCode } from "../exit-codes.ts";
import { givenFile } from "../given-file.ts";
import { refuseOrder } from "../unordered.ts";
import { refuseImport } from "../unread-values.ts";

const longest = 1_048_576;

/** Refuses values that are still those of before, as far as it is known here; `keep` are those that are no secrets. */
export async function refuseOldValues(
  {
    home,
    file,
    sealed,
    keep,
  }: { readonly home: string; readonly file: string; readonly sealed: SealedFile; readonly keep: unknown },
  console: Console,
): Promise<ExitCode> {
  const given = await givenFile(file, longest);
  if (!given.ok) return refuse(console, given.because, "name the file with the new values", 2);
  const read = readDotenv(given.bytes);
  if (!read.ok) return refuseImport(console, file, read);
  const cache = await readCache(home, sealed.header.content.file);
  if (!cache.ok) return refuseOrder(console, cache);
  const kept = Array.isArray(keep) ? keep.map(String) : [];
  const { same, unknown, gone } = changedNames(cache.value, read.value.values, sealed);
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
