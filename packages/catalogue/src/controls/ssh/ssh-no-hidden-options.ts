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
  verdict({ running: { daemon } }) {
    if (!daemon) return notApplicable("sshd does not run");
    const words = daemon.commandLine
      .replace(/\[listener\].*/, "")
      .trim()
      .split(/\s+/);
    const found = words.filter((word, index) => index > 0 && !word.endsWith("/sshd") && !harmless.includes(word));
    return found.length > 0 ? broken(`sshd runs with ${found.join(" ")}`) : holds(daemon.commandLine);
  },
  attempt: { none: "what the running sshd does is attempted by the controls of each setting" },
  fix: () => [
    byHand(
      "Move the options into /etc/ssh/sshd_config.d, take them out of the unit and /etc/default/ssh, then restart ssh.",
    ),
  ],
  references: ["https://man.openbsd.org/sshd#o"],
});
