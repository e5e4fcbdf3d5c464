import { defineControl, everyHost } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { between, keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshMaxSessions = defineControl({
  id: "ssh-max-sessions",
  title: "One SSH connection opens at most ten sessions",
  why: "One login must not use up the host.",
  severity: "low",
  area: "ssh",
  covers: ["R027"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => keywordForAll(sshd, "maxsessions", between(0, 10)),
  attempt: { none: "it would open more sessions than are allowed" },
  fix: () => [sshdSettings({ maxsessions: "10" })],
  references: ["CIS Debian 12 5.1.17", "https://man.openbsd.org/sshd_config#MaxSessions"],
});
