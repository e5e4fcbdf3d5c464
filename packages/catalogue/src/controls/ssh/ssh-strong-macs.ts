import { defineControl, everyHost } from "@secondlock/model";
import { sshWeakOffer } from "../../attempts/ssh-weak-offer.ts";
import { strongMacs, weakMacs } from "../../facts/ssh-algorithms.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { onlyAmong } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshStrongMacs = defineControl({
  id: "ssh-strong-macs",
  title: "SSH protects each packet with a strong MAC",
  why: "SHA-1, short tags and encrypt-and-MAC are old ways that have been attacked.",
  severity: "low",
  area: "ssh",
  covers: ["R008"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) => onlyAmong(sshd, "macs", strongMacs),
  attempt: sshWeakOffer("mac", weakMacs),
  fix: () => [sshdSettings({ macs: strongMacs.join(",") })],
  lock: (wanted) => ({ stops: ["change"], domains: [`host:${wanted.id}`] }),
  references: ["CIS Debian 12 5.1.15", "https://man.openbsd.org/sshd_config#MACs"],
});
