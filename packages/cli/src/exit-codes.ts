import type { ExitCode as AuditExitCode } from "@secondlock/engine";

/** Those of `run` are what env(1) and timeout(1) have; all others are the program's own. */
export type ExitCode = AuditExitCode | 6 | 125 | 126 | 127;

/** What the command's exit status says. The page in docs/ is made from here. */
export const exitCodes: Readonly<Record<ExitCode, string>> = {
  0: "nothing that you asked to fail on",
  1: "a condition of --fail-on is met, plan --exit-code found something to change, a drill was not noticed, a signature does not verify, a confirmer's log is not what it was, or a change stands and a control does not hold that it was for, or that held before",
  2: "the command line or the service file has an error; nothing was done",
  3: "a host could not be read, or not to its end; the rest of the audit stands",
  4: "a report could not be written, or an error of Secondlock itself; please report that",
  5: "a change was not made, or was or will be taken back; what is not as before is named, such as packages that were installed for it",
  6: "rotate: it waits, e.g. for a proof; nothing is lost, and running it again goes on",
  125: "run: the sealed file was not opened, and the program was not started",
  126: "run: the program is there, and cannot be started",
  127: "run: there is no such program",
  130: "stopped with Ctrl-C or a polite kill; nothing is left behind",
};
