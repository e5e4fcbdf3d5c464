import { defineControl, everyHost } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshNoUserEnvironment = defineControl({
  id: "ssh-no-user-environment",
  title: "Accounts cannot set the environment of sshd",
  why: "A variable such as LD_PRELOAD in a home gets around a forced command.",
  severity: "low",
  area: "ssh",
  covers: ["R015"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => keywordForAll(sshd, "permituserenvironment", (value) => value === "no"),
  attempt: { none: "it only shows in what the system does after the login" },
  fix: () => [sshdSettings({ permituserenvironment: "no" })],
  references: ["CIS Debian 12 5.1.21", "https://man.openbsd.org/sshd_config#PermitUserEnvironment"],
});
