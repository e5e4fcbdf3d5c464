import { byHand, defineControl, everyHost } from "@secondlock/model";
import { sshRootLogin } from "../../attempts/ssh-own-login.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordFor } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshNoRootLogin = defineControl({
  id: "ssh-no-root-login",
  title: "Root cannot log in over SSH",
  why: "A login as root skips the second lock, the password of sudo, and hides which person it was.",
  severity: "high",
  area: "ssh",
  covers: ["R011", "R017"],
  applies: everyHost,
  each: () => [{ id: "account:root", title: "root" }],
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => keywordFor(sshd, "root", "permitrootlogin", (value) => value === "no"),
  attempt: sshRootLogin,
  fix: ({ ssh }) =>
    ssh?.user === "root"
      ? [
          byHand(
            "Make an account for each administrator, write it in the service file as the login, then run this again.",
          ),
        ]
      : [sshdSettings({ permitrootlogin: "no" })],
  lock: ({ id }) => ({ stops: ["read", "change"], domains: [`host:${id}`] }),
  references: ["CIS Debian 12 5.1.20", "https://man.openbsd.org/sshd_config#PermitRootLogin"],
});
