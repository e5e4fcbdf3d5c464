import { defineControl, everyHost } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshMaxStartups = defineControl({
  id: "ssh-max-startups",
  title: "Few SSH connections may wait for a login",
  why: "Somebody who opens connections without end must not keep the administrators out.",
  severity: "low",
  area: "ssh",
  covers: ["R007", "R096"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) =>
    keywordForAll(sshd, "maxstartups", (value) => {
      const [start = Infinity, , full = Infinity] = value.split(":").map(Number);
      return start >= 1 && start <= 10 && full >= 1 && full <= 60;
    }),
  attempt: { none: "it would hold many connections open" },
  fix: () => [sshdSettings({ maxstartups: "10:30:60" })],
  references: ["CIS Debian 12 5.1.18", "https://man.openbsd.org/sshd_config#MaxStartups"],
});
