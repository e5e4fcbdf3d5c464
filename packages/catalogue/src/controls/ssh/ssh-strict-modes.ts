import { defineControl, everyHost } from "@secondlock/model";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshStrictModes = defineControl({
  id: "ssh-strict-modes",
  title: "sshd ignores key files that others can write",
  why: "Whoever may write the key file of an account can let himself in.",
  severity: "medium",
  area: "ssh",
  covers: ["R015"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => keywordForAll(sshd, "strictmodes", (value) => value === "yes"),
  attempt: { none: "it would change the mode of a real key file" },
  fix: () => [sshdSettings({ strictmodes: "yes" })],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["CIS Debian 12 5.1 (has no such rule)", "https://man.openbsd.org/sshd_config#StrictModes"],
});
