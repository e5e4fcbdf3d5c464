import { accountOf, defineControl, everyAccount, everyHost } from "@secondlock/model";
import { sshWithoutCredential } from "../../attempts/ssh-greeting-checks.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordFor } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshNoEmptyPasswords = defineControl({
  id: "ssh-no-empty-passwords",
  title: "SSH lets nobody in with an empty password",
  why: "An account whose password is empty opens to the first who asks.",
  severity: "high",
  area: "ssh",
  covers: ["R007", "R014"],
  applies: everyHost,
  each: everyAccount,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }, _wanted, instance) =>
    keywordFor(sshd, accountOf(instance), "permitemptypasswords", (value) => value === "no"),
  attempt: sshWithoutCredential,
  fix: () => [sshdSettings({ permitemptypasswords: "no" })],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["CIS Debian 12 5.1.19", "https://man.openbsd.org/sshd_config#PermitEmptyPasswords"],
});
