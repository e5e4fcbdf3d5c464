/** What the command's exit status says. Printed in the docs from here. */
export const exitCodes = {
  0: "nothing that you asked to fail on",
  1: "a condition of --fail-on is met",
  2: "the command or the service file has an error; nothing was done",
  3: "a host, or a part of it, could not be read; the rest of the audit stands",
  4: "an error of Secondlock itself; please report it",
  130: "stopped with Ctrl-C; nothing is left behind",
} as const;

export type ExitCode = keyof typeof exitCodes;
