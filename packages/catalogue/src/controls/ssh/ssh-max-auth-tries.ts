import { defineControl, everyHost } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { between, keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshMaxAuthTries = defineControl({
  id: "ssh-max-auth-tries",
  title: "SSH ends a connection after four wrong tries",
  why: "Few tries per connection make guessing slow and loud.",
  severity: "low",
  area: "ssh",
  covers: ["R005", "R007", "R096"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => keywordForAll(sshd, "maxauthtries", between(1, 4)),
  attempt: { none: "trying until sshd hangs up would count as failed logins" },
  fix: () => [sshdSettings({ maxauthtries: "4" })],
  references: ["CIS Debian 12 5.1.16", "https://man.openbsd.org/sshd_config#MaxAuthTries"],
});
