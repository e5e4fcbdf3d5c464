import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The pieces of the part that runs on a host, in the order in which they are joined: names that all use come first, and
 * `dispatch` runs what was asked for, so that it is the last.
 */
export const hostPieces = [
  ...["start", "programs", "files", "keepers", "turns", "journal", "request", "undo", "arming"],
  ...[
    "accounts",
    "accounts-back",
    "certificates",
    "sql",
    "sshd",
    "units",
    "rehearsal",
    "change",
    "roll-back",
    "look",
    "look-back",
    "undo-all",
    "dispatch",
  ],
] as const;

function pieceOf(name: string): string {
  return readFileSync(join(import.meta.dirname, "perl", `${name}.pl`), "utf8");
}

/** One perl program: a host gets it whole, for nothing else may have to be there to take a change back. */
export function hostProgram(pieces: readonly string[] = hostPieces): string {
  return pieces.map(pieceOf).join("\n");
}
