import { defineControl, everyHost } from "@secondlock/model";
import { sshWeakOffer } from "../../attempts/ssh-weak-offer.ts";
import { strongCiphers, weakCiphers } from "../../facts/ssh-algorithms.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { onlyAmong } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshStrongCiphers = defineControl({
  id: "ssh-strong-ciphers",
  title: "SSH encrypts with strong ciphers only",
  why: "A weak cipher gives away what is typed.",
  severity: "medium",
  area: "ssh",
  covers: ["R008"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => onlyAmong(sshd, "ciphers", strongCiphers),
  attempt: sshWeakOffer("cipher", weakCiphers),
  fix: () => [sshdSettings({ ciphers: strongCiphers.join(",") })],
  lock: (wanted) => ({ stops: ["read"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.1.6", "https://man.openbsd.org/sshd_config#Ciphers"],
});
