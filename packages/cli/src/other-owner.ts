import type { SignedText } from "@secondlock/vault";

/** What another owner's run printed, as --signed. What is none counts for nothing: the confirmer looks at each. */
export function signaturesIn(given: unknown): SignedText["signatures"] {
  try {
    const read: unknown = typeof given === "string" ? JSON.parse(given) : [];
    return Array.isArray(read) ? (read as SignedText["signatures"]) : [];
  } catch {
    return [];
  }
}
