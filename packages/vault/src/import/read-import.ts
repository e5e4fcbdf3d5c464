import { accept, type Outcome, refuse } from "../outcome.ts";
import { type Dotenv, type DotenvReason, readDotenv } from "./read-dotenv.ts";
import { readSops, type SopsReason, sopsFormatOf } from "./sops.ts";

export type ImportReason =
  | DotenvReason
  | SopsReason
  /** The program sops reads a file, not standard input. */
  | "sops-from-input";

/** The values of a file that somebody wants to import: an environment file, or one of sops. `path` is `-` for standard input. */
export async function readImport(path: string, bytes: Buffer): Promise<Outcome<Dotenv, ImportReason>> {
  const format = sopsFormatOf(bytes.toString("latin1"));
  if (format === undefined) return readDotenv(bytes);
  if (path === "-") return refuse("sops-from-input");
  const values = await readSops(path, format);
  return values.ok ? accept({ values: values.value, notes: [] }) : values;
}
