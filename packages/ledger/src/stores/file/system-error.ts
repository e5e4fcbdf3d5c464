import { failure, type Failure, StoreError } from "../../store.ts";

const full: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const readOnly: ReadonlySet<string> = new Set(["EROFS", "EACCES", "EPERM"]);

export function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "unknown";
}

/** What an error of the file system means for a ledger. Errors without a code are bugs, and thrown again. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StoreError) return failure(error.reason, error.detail);
  const code = codeOf(error);
  if (code === "unknown") throw error;
  if (full.has(code)) return failure("full", code);
  return failure(readOnly.has(code) ? "read-only" : "failed", code);
}

/** The same for what has no other way to end early. */
export function rethrow(error: unknown): never {
  throw error instanceof StoreError ? error : new StoreError(failureOf(error));
}
