import { defineControl, everyHost } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { between, keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshLoginGrace = defineControl({
  id: "ssh-login-grace",
  title: "SSH waits at most one minute for a login",
  why: "Connections that never log in hold places that administrators need; 0 waits for ever.",
  severity: "low",
  area: "ssh",
  covers: ["R007"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => keywordForAll(sshd, "logingracetime", between(1, 60)),
  attempt: { none: "it would hold a connection open for a minute" },
  fix: () => [sshdSettings({ logingracetime: "60" })],
  references: ["CIS Debian 12 5.1.13", "CVE-2024-6387", "https://man.openbsd.org/sshd_config#LoginGraceTime"],
});
