import type { Outcome } from "../refusal.ts";

/** The value of something that a test expects to succeed. */
export function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.reason} ${outcome.detail ?? ""}`);
  return outcome.value;
}
