import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import { type Audit, auditSchema } from "../audit.ts";
import { auditJsonSchema } from "../report/audit.schema.ts";
import { sanitiseLine } from "../report/sanitise.ts";
import { schemaProblem } from "../report/schema-check.ts";

export type AuditLoaded =
  | { readonly ok: true; readonly audit: Audit }
  | { readonly ok: false; readonly because: string; readonly hint: string };

export interface LoadLimits {
  /** Most bytes of the file. */
  readonly file?: number;
  /** Most bytes once decompressed: a small file can unpack to any size. */
  readonly text?: number;
}

const mebibyte = 1_048_576;
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const decompress = promisify(zstdDecompress);

function refused(because: string, hint: string): AuditLoaded {
  return { ok: false, because, hint };
}

type Bytes = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly because: string };

async function readBounded(path: string, most: number): Promise<Bytes> {
  // Without O_NONBLOCK a named pipe in the directory would hold us for ever.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const about = await handle.stat();
    if (!about.isFile()) return { ok: false, because: "it is not a file" };
    if (about.size > most) return { ok: false, because: `it is larger than ${Math.floor(most / mebibyte)} MiB` };
    return { ok: true, bytes: await handle.readFile() };
  } finally {
    await handle.close();
  }
}

function parse(text: string): AuditLoaded {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(
      "it is not whole: the JSON in it does not end",
      "the audit that wrote it was cut off; use another one",
    );
  }
  const schema = typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
  if (schema !== auditSchema) {
    const found =
      typeof schema === "string"
        ? `its schema is ${sanitiseLine(schema, 80)}, not ${auditSchema}`
        : "it is not an audit of Secondlock";
    return refused(found, "read it with the version of Secondlock that wrote it");
  }
  const problem = schemaProblem(auditJsonSchema, value);
  if (problem !== undefined)
    return refused(
      `it is not an audit of Secondlock: ${sanitiseLine(problem, 200)}`,
      "the file was changed by hand or is damaged; use another one",
    );
  return { ok: true, audit: value as Audit };
}

/** Reads a kept audit, or the output of `--json`. Never rejects: what cannot be read gives the reason. */
export async function loadAudit(path: string, limits: LoadLimits = {}): Promise<AuditLoaded> {
  const { file = 256 * mebibyte, text = 480 * mebibyte } = limits;
  try {
    const read = await readBounded(path, file);
    if (!read.ok) return refused(read.because, "check the path, or use another audit");
    if (!read.bytes.subarray(0, 4).equals(zstdMagic)) return parse(read.bytes.toString("utf8"));
    return parse((await decompress(read.bytes, { maxOutputLength: text })).toString("utf8"));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT") return refused("there is no such file", "see what is kept in .secondlock/audits");
    if (code === "EACCES") return refused("you may not read it", "read it as the user who made the audit");
    if (code === "ERR_BUFFER_TOO_LARGE" || code === "ERR_STRING_TOO_LONG")
      return refused(`it unpacks to more than ${Math.floor(text / mebibyte)} MiB`, "use another audit");
    return refused("it is not whole, or it is damaged", "the audit that wrote it was cut off; use another one");
  }
}
