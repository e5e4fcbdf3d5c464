import { broken, defineControl, everyHost, holds, notApplicable } from "@secondlock/model";
import { defaultValues, sudoers } from "../../facts/sudoers.ts";
import { sudoSettings } from "../../states/sudo-settings.ts";

export const sudoLogs = defineControl({
  id: "sudo-logs",
  title: "sudo writes down every command",
  why: "Who became root, when and for what is the first question after a break-in.",
  severity: "medium",
  area: "sudo",
  covers: ["R078", "R030"],
  applies: everyHost,
  facts: { sudoers },
  verdict({ sudoers: sudo }) {
    if (!sudo.installed) return notApplicable("sudo is not installed");
    if (defaultValues(sudo, "log_allowed").includes(false)) return broken("Defaults !log_allowed");
    if (!defaultValues(sudo, "syslog").includes(false)) return holds("commands go to the system log");
    const file = defaultValues(sudo, "logfile").find((value) => typeof value === "string");
    return file === undefined ? broken("Defaults !syslog, and no logfile") : holds(`commands go to ${file}`);
  },
  attempt: { none: "whether something is written down shows only in the log" },
  fix: () => [sudoSettings({ syslog: "authpriv", log_allowed: true })],
  lock: (wanted) => ({ stops: ["unnoticed"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.2.3", "https://www.sudo.ws/docs/man/sudoers.man/#syslog"],
});
