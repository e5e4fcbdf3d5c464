import type { SignedText } from "@secondlock/vault";
import type { Console } from "./console.ts";
import type { ExitCode } from "./exit-codes.ts";

/** Ends a command that takes another owner as well: prints what that one says with it, as --signed. */
export function askOtherOwner({ signatures }: SignedText, console: Console): ExitCode {
  console.err(
    "secondlock: it takes another owner; that one runs this with what stands on standard output, as --signed\n",
  );
  console.out(`${JSON.stringify(signatures)}\n`);
  return 6;
}

/** Ends a command of one who only agrees: prints what the owner of the file runs it with, as --signed. */
export function giveSignature({ signatures }: SignedText, console: Console): ExitCode {
  console.err(
    "secondlock: nothing is changed yet: the owner of the file runs this with what stands on standard output, as --signed\n",
  );
  console.out(`${JSON.stringify(signatures)}\n`);
  return 6;
}

/** What another owner's run printed, as --signed. What is none counts for nothing: the confirmer looks at each. */
export function signaturesIn(given: unknown): SignedText["signatures"] {
  try {
    const read: unknown = typeof given === "string" ? JSON.parse(given) : [];
    return Array.isArray(read) ? (read as SignedText["signatures"]) : [];
  } catch {
    return [];
  }
}
