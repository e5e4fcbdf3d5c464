import { broken, byHand, defineControl, everyHost, holds, notApplicable } from "@secondlock/model";
import { auditRecord } from "../../facts/audit-record.ts";
import { ofOwnKernel, runningKernel } from "../../facts/running-kernel.ts";

/** What must be recorded, by the word in a rule that does it. */
const wanted: Readonly<Record<string, RegExp>> = {
  "changes of accounts": /\/etc\/(passwd|shadow)\b/,
  "changes of sudo": /\/etc\/sudoers/,
  "changes of the time": /clock_settime|adjtimex/,
  "kernel modules": /init_module|kmod|modprobe/,
  "commands run as root": /-F euid=0|-C (uid!=euid|euid!=uid)|-F path=\/usr\/bin\/sudo/,
};

export const auditRules = defineControl({
  id: "audit-rules",
  title: "The record covers accounts, sudo, time, modules and root",
  why: "An audit daemon without rules writes down logins and little else.",
  severity: "low",
  area: "logging",
  covers: ["R078", "R094"],
  applies: everyHost,
  facts: { audit: auditRecord, machine: runningKernel },
  verdict: ({ audit: { installed, rules }, machine }) =>
    ofOwnKernel(machine, () => {
      if (!installed) return notApplicable("auditd is not installed");
      const missing = Object.entries(wanted).flatMap(([what, rule]) =>
        rules.some((each) => rule.test(each)) ? [] : [what],
      );
      return missing.length > 0 ? broken(`not recorded: ${missing.join(", ")}`) : holds(`${rules.length} rules`);
    }),
  attempt: { none: "what is recorded shows only on the host" },
  fix: () => [
    byHand(
      "Take the rules that auditd brings along (/usr/share/doc/auditd/examples/rules: 30-stig and 43-module-load) into /etc/audit/rules.d, then run augenrules --load.",
    ),
  ],
  references: ["CIS Debian 12 6.2.3", "man audit.rules"],
});
