import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { findClearSecrets } from "./clear-secret.ts";
import { crossCheck } from "./cross-check.ts";
import { readDocument } from "./document.ts";
import { explainIssue } from "./explain-issue.ts";
import type { Problem, Result } from "./problem.ts";
import { arrangeProblems, failure, placeless } from "./problem.ts";
import { serviceFileSchema } from "./schema.ts";
import type { ServiceFile } from "./schema.ts";

/** Longest service file, in bytes. */
export const sizeLimit = 1_048_576;

const start = "write at least: service: NAME, or run `secondlock init`";

/**
 * Reads the text of a service file. Pure and never throws. Either the file, or every problem at once, sorted by position; after a
 * syntax error that may have moved things, only the syntax is reported, as the rest would be guessing.
 */
export function parseService(text: string, path: string): Result<ServiceFile> {
  if (text.length > sizeLimit) return failure(tooLong(path));
  const body = text.startsWith("\ufeff") ? text.slice(1) : text;
  const read = readDocument(body, path);
  const problems: Problem[] = [...read.problems, ...checkText(body, read.at)];
  if (!read.whole) return failure(...arrangeProblems(problems));
  if (read.data === null || read.data === undefined) {
    if (problems.length === 0) problems.push(read.at(0, "the file is empty", start));
    return failure(...arrangeProblems(problems));
  }
  if (typeof read.data !== "object" || Array.isArray(read.data)) {
    return failure(...arrangeProblems([...problems, read.at(0, "the file is not a list of settings", start)]));
  }
  const checked = serviceFileSchema.safeParse(read.data);
  const issues = checked.success
    ? []
    : checked.error.issues.slice(0, 1000).flatMap((issue) => explainIssue(issue, read.data));
  problems.push(...[...issues, ...crossCheck(read.data)].map(read.place));
  if (checked.success && problems.length === 0) return { ok: true, value: checked.data };
  return failure(...arrangeProblems(problems));
}

/** Reads a service file from disk: at most {@link sizeLimit} bytes of a regular file, UTF-8. Failures are problems, never throws. */
export async function loadService(path: string): Promise<Result<ServiceFile>> {
  const text = await readServiceText(path);
  return text.ok ? parseService(text.value, path) : text;
}

/** The text of a service file, with its byte order mark and line ends as they stand, for those who edit it. */
export async function readServiceText(path: string): Promise<Result<string>> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK the opening of a named pipe would wait for ever.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return await readText(handle, path);
  } catch (error) {
    return failure(explainFailure(error, path));
  } finally {
    await handle?.close();
  }
}

async function readText(handle: FileHandle, path: string): Promise<Result<string>> {
  const info = await handle.stat();
  if (info.isDirectory())
    return failure(
      placeless(path, "is a directory", `name the file in it, e.g. ${path.replace(/\/+$/, "")}/secondlock.yaml`),
    );
  if (!info.isFile()) return failure(placeless(path, "is not a regular file", "name a file"));
  const buffer = Buffer.alloc(Math.min(info.size, sizeLimit) + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length > sizeLimit ? failure(tooLong(path)) : decode(buffer.subarray(0, length), path);
}

/** Bytes as text; refuses what is not UTF-8, and says on which line. */
export function decode(bytes: Uint8Array, path: string): Result<string> {
  try {
    return { ok: true, value: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const loose = new TextDecoder("utf-8").decode(bytes);
    const before = loose.slice(0, Math.max(loose.indexOf("\ufffd"), 0)).split("\n");
    const problem = placeless(
      path,
      wide ? "is saved as UTF-16" : "holds bytes that are not UTF-8",
      "save the file as UTF-8",
    );
    return failure(
      wide
        ? problem
        : {
            ...problem,
            line: before.length,
            column: (before.at(-1) ?? "").length + 1,
            what: `this ${problem.what.replace("holds bytes that are", "is")}`,
          },
    );
  }
}

/** What is wrong with the text as such, comments included. */
function checkText(text: string, at: (offset: number, what: string, hint: string) => Problem): readonly Problem[] {
  const hint = "take it out, and change it, as it has been seen; this file holds names of secrets only";
  const secrets = findClearSecrets(text).map(({ offset, kind }) => at(offset, `here stands ${kind}`, hint));
  const hidden = [
    ...text.matchAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g),
  ].slice(0, 20);
  return [...secrets, ...hidden.map((match) => at(match.index, "here stands a control character", "remove it"))];
}

function tooLong(path: string): Problem {
  return placeless(path, "is longer than 1 MiB", "a service file is short: check that this is the right file");
}

function explainFailure(error: unknown, path: string): Problem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT")
    return placeless(path, "does not exist", "run `secondlock init` to write one, or name another file");
  if (code === "EACCES" || code === "EPERM") return placeless(path, "may not be read", "check its owner and mode");
  if (code === "ENOTDIR") return placeless(path, "does not exist: a part of its path is a file", "check the path");
  if (code === "ELOOP") return placeless(path, "is a symbolic link to itself", "name the file itself");
  return placeless(path, `cannot be read (${code || "unknown failure"})`, "check the path");
}
