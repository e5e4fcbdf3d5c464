import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { auditRecord } from "../../facts/audit-record.ts";
import { ofOwnKernel, runningKernel } from "../../facts/running-kernel.ts";

export const auditDaemon = defineControl({
  id: "audit-daemon",
  title: "The kernel records who does what",
  why: "The record is written below every program, so that an attacker who hides from the shell's history stands in it.",
  severity: "low",
  area: "logging",
  covers: ["R078", "R094"],
  applies: everyHost,
  facts: { audit: auditRecord, machine: runningKernel },
  verdict: ({ audit: { installed, enabled, lost }, machine }) =>
    ofOwnKernel(machine, () => {
      if (!installed) return broken("auditd is not installed");
      if (enabled === 0) return broken("the kernel does not record");
      return lost > 0
        ? broken(`${lost} records were lost`)
        : holds(enabled === 2 ? "on, and locked until the next start" : "on");
    }),
  attempt: { none: "what is recorded shows only on the host" },
  fix: () => [
    byHand(
      "Install auditd (apt-get install auditd audispd-plugins); raise the backlog (-b 8192) where records are lost.",
    ),
  ],
  lock: (host) => ({ stops: ["unnoticed"], domains: [`host:${host.id}`] }),
  references: ["CIS Debian 12 6.2.1", "man auditctl"],
});
