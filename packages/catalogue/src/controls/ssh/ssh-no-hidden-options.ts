import { broken, byHand, defineControl, everyHost, holds, notApplicable } from "@secondlock/model";
import { sshdRunning } from "../../facts/sshd-running.ts";

/** Options of sshd that change nothing of what it lets in. */
const harmless: readonly string[] = ["-D", "-e", "-4", "-6", "-q"];

export const sshNoHiddenOptions = defineControl({
  id: "ssh-no-hidden-options",
  title: "sshd runs without options of its command line",
  why: "An option of the command line beats every file, and no test of the files sees it.",
  severity: "medium",
  area: "ssh",
  covers: ["R007", "R075"],
  applies: everyHost,
  facts: { running: sshdRunning },
  verdict({ running: { daemon, others } }) {
    if (!daemon) return notApplicable("sshd does not run");
    const [first, ...more] = [daemon.commandLine, ...others].map(optionsOf).filter((options) => options !== "");
    if (first === undefined) return holds([daemon.commandLine, ...others].join("; "));
    return broken([`sshd runs with ${first}`, ...more.map((options) => `another one with ${options}`)].join("; "));
  },
  attempt: { none: "what the running sshd does is attempted by the controls of each setting" },
  fix: () => [
    byHand(
      "Move the options into /etc/ssh/sshd_config.d, take them out of the unit and /etc/default/ssh, then restart ssh.",
    ),
  ],
  references: ["https://man.openbsd.org/sshd#o"],
});

/** What a command line has beyond the harmless; the usual file by its name is no other file. */
function optionsOf(commandLine: string): string {
  return commandLine
    .replace(/\[listener\].*/, "")
    .replace(/ -f ?\/etc\/ssh\/sshd_config(?=\s|$)/g, "")
    .trim()
    .split(/\s+/)
    .filter((word, index) => index > 0 && !word.endsWith("/sshd") && !harmless.includes(word))
    .join(" ");
}
