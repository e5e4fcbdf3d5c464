import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isVariableName } from "../file/variable.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

export type SopsFormat = "dotenv" | "yaml" | "json";

export type SopsReason =
  /** The program sops is not on the path. */
  | "no-sops"
  /** sops opens nothing. `detail` is the first line of what it says. */
  | "sops-refuses"
  /** What comes out is no flat list of names and values. `detail` is a name. */
  | "not-flat"
  | "bad-name";

const patience = 120_000;
const longestOutput = 8 * 1_048_576;
const execute = promisify(execFile);

/** In what format a file of sops is; undefined for what is none. */
export function sopsFormatOf(text: string): SopsFormat | undefined {
  if (!text.includes("ENC[AES256_GCM,")) return undefined;
  if (/^sops_version=/m.test(text)) return "dotenv";
  if (/^sops:\s*$/m.test(text)) return "yaml";
  return /^\s*\{/.test(text) && /"sops"\s*:\s*\{/.test(text) ? "json" : undefined;
}

/** The values of a file of sops, opened by the program sops with whatever keys its user has. */
export async function readSops(
  path: string,
  format: SopsFormat,
): Promise<Outcome<ReadonlyMap<string, string>, SopsReason>> {
  const args = ["--decrypt", "--input-type", format, "--output-type", "json", path];
  try {
    const { stdout } = await execute("sops", args, { timeout: patience, maxBuffer: longestOutput });
    return flatValues(stdout);
  } catch (error) {
    const { code, stderr = "" } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === "ENOENT") return refuse("no-sops", path);
    return refuse("sops-refuses", `${path}: ${stderr.trim().split("\n")[0]?.slice(0, 200) ?? ""}`);
  }
}

/** Names and values of a flat JSON object. Numbers stay as they are written: a long one would change. */
export function flatValues(json: string): Outcome<ReadonlyMap<string, string>, SopsReason> {
  let content: unknown;
  try {
    content = JSON.parse(json, asText);
  } catch {
    return refuse("sops-refuses", "it gives no JSON");
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) return refuse("not-flat", "the file");
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(content as Readonly<Record<string, string | object | null>>)) {
    if (typeof value === "object" && value !== null) return refuse("not-flat", name.slice(0, 80));
    if (!isVariableName(name)) return refuse("bad-name", name.slice(0, 80));
    values.set(name, value ?? "");
  }
  return accept(values);
}

function asText(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" || typeof value === "boolean" ? (context?.source ?? String(value)) : value;
}
