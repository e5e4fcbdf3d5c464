import { defineControl, everyHost } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshLogLevel = defineControl({
  id: "ssh-log-level",
  title: "sshd logs each login and its key",
  why: "Without the log nobody can tell who came in, and no alert sees a login.",
  severity: "medium",
  area: "ssh",
  covers: ["R027"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => keywordForAll(sshd, "loglevel", (value) => value === "INFO" || value === "VERBOSE"),
  attempt: { none: "the log is not seen from outside" },
  fix: () => [sshdSettings({ loglevel: "VERBOSE" })],
  lock: ({ id }) => ({ stops: ["unnoticed"], domains: [`host:${id}`] }),
  references: ["CIS Debian 12 5.1.14", "https://man.openbsd.org/sshd_config#LogLevel"],
});
