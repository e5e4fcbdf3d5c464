import { defineControl, everyHost } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { between, keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshRequiredRsaSize = defineControl({
  id: "ssh-required-rsa-size",
  title: "SSH takes no RSA key below 2048 bits",
  why: "An RSA key of 1024 bits can be broken by those with money.",
  severity: "low",
  area: "ssh",
  covers: ["R008"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => keywordForAll(sshd, "requiredrsasize", between(2048, 16_384)),
  attempt: { none: "it would need a weak key in a real account" },
  fix: () => [sshdSettings({ requiredrsasize: "2048" })],
  references: ["CIS Debian 12 5.1 (has no such rule)", "https://man.openbsd.org/sshd_config#RequiredRSASize"],
});
