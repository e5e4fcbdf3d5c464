import { defineState, type State } from "@secondlock/model";
import { type SshdRunning, sshdRunning } from "../facts/sshd-running.ts";

/** A reload makes sshd read its files again, from the program that is on the disk now. Open sessions stay. */
export function sshdReloaded(): State<SshdRunning> {
  return defineState({
    resource: "unit:ssh.service",
    text: "reload ssh.service, after sshd has tested its configuration",
    settings: { reloaded: "after its configuration changed" },
    fact: sshdRunning,
    // the engine reloads sshd after its files; a reload without a change of files is this one
    bring: () => [{ kind: "unit", unit: "ssh.service", enabled: true, active: true, reload: true }],
    settle: ({ changed, others, daemon }) => ({
      changed,
      others,
      ...(daemon ? { daemon: { ...daemon, loaded: Math.max(daemon.loaded, changed.at), programOnDisk: true } } : {}),
    }),
  });
}
