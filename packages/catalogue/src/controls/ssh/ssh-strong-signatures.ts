import { defineControl, everyHost } from "@secondlock/model";
import { caSignaturesSet, signaturesSet, weakSignatures } from "../../facts/ssh-algorithms.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { noneAmong, worstOf } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshStrongSignatures = defineControl({
  id: "ssh-strong-signatures",
  title: "SSH takes no signature over SHA-1",
  why: "SHA-1 signatures can be forged by those with money, and DSA keys are too short.",
  severity: "medium",
  area: "ssh",
  covers: ["R008"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) =>
    worstOf(
      noneAmong(sshd, "pubkeyacceptedalgorithms", weakSignatures),
      noneAmong(sshd, "casignaturealgorithms", weakSignatures),
    ),
  attempt: { none: "it would need a key of an old kind in a real account" },
  fix: () => [
    sshdSettings({
      pubkeyacceptedalgorithms: signaturesSet.join(","),
      casignaturealgorithms: caSignaturesSet.join(","),
    }),
  ],
  references: ["RFC 8332", "https://man.openbsd.org/sshd_config#PubkeyAcceptedAlgorithms"],
});
