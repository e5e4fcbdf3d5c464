import { defineControl, everyHost } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshUsePam = defineControl({
  id: "ssh-use-pam",
  title: "sshd asks PAM about every account",
  why: "Without PAM a locked or expired account, a lock-out after wrong tries and the session limits count for nothing over SSH.",
  severity: "medium",
  area: "ssh",
  covers: ["R005", "R020"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => keywordForAll(sshd, "usepam", (value) => value === "yes"),
  attempt: { none: "what PAM decides is not seen before a login" },
  fix: () => [sshdSettings({ usepam: "yes" })],
  references: ["CIS Debian 12 5.1.22", "https://man.openbsd.org/sshd_config#UsePAM"],
});
