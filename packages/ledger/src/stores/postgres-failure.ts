import { failure, type Failure, StoreError } from "../store.ts";

/** What an error of the driver says: a SQLSTATE of the server, or a code of the system when there was no answer. */
export function sqlState(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "no answer";
}

/** Whether the connection is gone (or the server going), so that nothing is known of what was asked last. */
export function isLost(error: unknown): boolean {
  const state = sqlState(error);
  const isState = /^[0-9A-Z]{5}$/.test(state) && !state.startsWith("E");
  return !isState || state.startsWith("08") || state.startsWith("57P");
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const reasons: ReadonlyMap<string, Failure["reason"]> = new Map([
  ["25006", "read-only"],
  ["42501", "read-only"],
  ["53100", "full"],
  ["55P03", "busy"],
  ["57014", "busy"],
]);

/** What an error means for a ledger. Errors that are bugs are thrown again. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StoreError) return failure(error.reason, error.detail);
  if (error instanceof TypeError || error instanceof RangeError) throw error;
  const state = sqlState(error);
  return failure(reasons.get(state) ?? (isLost(error) ? "unavailable" : "failed"), state);
}
