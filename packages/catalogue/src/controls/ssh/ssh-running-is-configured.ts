import { broken, defineControl, everyHost, holds, notApplicable } from "@secondlock/model";
import { sshdRunning } from "../../facts/sshd-running.ts";
import { sshdReloaded } from "../../states/sshd-reloaded.ts";

export const sshRunningIsConfigured = defineControl({
  id: "ssh-running-is-configured",
  title: "The running sshd has read its configuration",
  why: "A change that sshd has not read protects nobody, and an sshd that an update has replaced still has the old holes.",
  severity: "medium",
  area: "ssh",
  covers: ["R007", "R075"],
  applies: everyHost,
  facts: { running: sshdRunning },
  verdict({ running: { daemon, changed } }) {
    if (!daemon) return notApplicable("sshd does not run; it reads its configuration when it starts");
    if (!daemon.programOnDisk) return broken("the program on the disk is newer than the sshd that runs");
    const late = changed.at - daemon.loaded;
    return late > 0
      ? broken(`${changed.path} changed ${late} seconds after sshd had read it`)
      : holds("sshd started or reloaded after the last change");
  },
  attempt: { none: "what the running sshd does is attempted by the controls of each setting" },
  fix: () => [sshdReloaded()],
  references: ["https://man.openbsd.org/sshd#SIGHUP"],
});
