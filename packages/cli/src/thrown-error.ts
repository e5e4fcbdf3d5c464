import { sanitise, sanitiseLine } from "@secondlock/engine/sanitise";
import { complain, type Console } from "./console.ts";

/** What was thrown, for people. A message may carry words of a host. */
export interface ThrownError {
  readonly what: string;
  readonly hint: string;
}

export function thrownError(error: unknown): ThrownError {
  const message = sanitiseLine(error instanceof Error ? error.message : String(error), 500);
  return isRefusal(error)
    ? {
        what: `the system refuses: ${message}`,
        hint: "make room or check the rights there; TMPDIR names another place for temporary files",
      }
    : {
        what: `an error of its own: ${message}`,
        hint: "please report it with the command that you ran; SECONDLOCK_DEBUG=1 prints where it happened",
      };
}

/** `where`: the host that it happened with. */
export function tellThrown(console: Console, error: unknown, where?: string): void {
  const { what, hint } = thrownError(error);
  complain(console, where === undefined ? what : `${where}: ${what}`, hint);
  if (process.env["SECONDLOCK_DEBUG"] === "1" && error instanceof Error && !isRefusal(error))
    console.err(`${sanitise(error.stack ?? "", 8_000)}\n`);
}

/** A full or read-only disk, or a file that may not be touched: no error of ours. */
function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return (
    typeof code === "string" && ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "ENOENT", "EMFILE"].includes(code)
  );
}
