import type { ExitCode } from "@secondlock/engine";

/** What the command's exit status says. The page in docs/ is made from here. */
export const exitCodes: Readonly<Record<ExitCode, string>> = {
  0: "nothing that you asked to fail on",
  1: "a condition of --fail-on is met, plan --exit-code found something to change, a drill was not noticed, a signature does not verify, or a change stands and a control does not hold that it was for, or that held before",
  2: "the command line or the service file has an error; nothing was done",
  3: "a host could not be read, or not to its end; the rest of the audit stands",
  4: "a report could not be written, or an error of Secondlock itself; please report that",
  5: "a change was not made, or was or will be taken back; what is not as before is named, such as packages that were installed for it",
  130: "stopped with Ctrl-C or a polite kill; nothing is left behind",
};

export type { ExitCode };
