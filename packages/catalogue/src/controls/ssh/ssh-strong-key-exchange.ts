import { defineControl, everyHost } from "@secondlock/model";
import { sshWeakOffer } from "../../attempts/ssh-weak-offer.ts";
import { keyExchangeSet, weakKeyExchange } from "../../facts/ssh-algorithms.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { noneAmong } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshStrongKeyExchange = defineControl({
  id: "ssh-strong-key-exchange",
  title: "SSH agrees on keys in no weak way",
  why: "A key exchange over SHA-1 or a small group lets somebody who records the connection read it later.",
  severity: "low",
  area: "ssh",
  covers: ["R008"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => noneAmong(sshd, "kexalgorithms", weakKeyExchange),
  attempt: sshWeakOffer("kex", weakKeyExchange),
  fix: () => [sshdSettings({ kexalgorithms: keyExchangeSet.join(",") })],
  lock: (wanted) => ({ stops: ["read", "change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.1.12", "RFC 9142", "https://man.openbsd.org/sshd_config#KexAlgorithms"],
});
