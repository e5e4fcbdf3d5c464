import { failure, type Failure, StoreError } from "../store.ts";

// primary result codes, https://sqlite.org/rescode.html
const reasons: ReadonlyMap<number, Failure["reason"]> = new Map([
  [5, "busy"],
  [6, "busy"],
  [8, "read-only"],
  [10, "fate-unknown"],
  [11, "damaged"],
  [13, "full"],
  [14, "unavailable"],
  [26, "damaged"],
]);

/** What an error of node:sqlite means for a ledger. Errors that are bugs are thrown again. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StoreError) return failure(error.reason, error.detail);
  if (error instanceof Error && "errcode" in error) {
    const code = Number(error.errcode) & 0xff;
    return failure(reasons.get(code) ?? "failed", `SQLITE_${code}`);
  }
  if (error instanceof Error && "code" in error && typeof error.code === "string") return failure("failed", error.code);
  throw error;
}
