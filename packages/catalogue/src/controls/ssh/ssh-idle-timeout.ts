import { defineControl, everyHost } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { between, keywordForAll, worstOf } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshIdleTimeout = defineControl({
  id: "ssh-idle-timeout",
  title: "SSH ends sessions whose other side is gone",
  why: "A session that outlives its laptop is a door that nobody watches.",
  severity: "low",
  area: "ssh",
  covers: ["R027"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) =>
    worstOf(
      keywordForAll(sshd, "clientaliveinterval", between(1, 300)),
      keywordForAll(sshd, "clientalivecountmax", between(1, 3)),
    ),
  attempt: { none: "it would take minutes of silence" },
  fix: () => [sshdSettings({ clientaliveinterval: "300", clientalivecountmax: "3" })],
  references: ["CIS Debian 12 5.1.7", "https://man.openbsd.org/sshd_config#ClientAliveInterval"],
});
