import { defineControl, everyHost } from "@secondlock/model";
import { sshKeyExchangeLacks } from "../../attempts/ssh-greeting-checks.ts";
import { keyExchangeSet, postQuantum } from "../../facts/ssh-algorithms.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { keywordForAll } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";

export const sshPostQuantumKeyExchange = defineControl({
  id: "ssh-post-quantum-key-exchange",
  title: "SSH offers a post-quantum key exchange",
  why: "What is recorded today can be read once somebody has a quantum computer.",
  severity: "low",
  area: "ssh",
  covers: ["R008"],
  applies: everyHost,
  facts: { sshd: sshdEffective },
  verdict: ({ sshd }) =>
    keywordForAll(sshd, "kexalgorithms", (value) => postQuantum.some((name) => value.split(",").includes(name))),
  attempt: sshKeyExchangeLacks(postQuantum),
  fix: () => [sshdSettings({ kexalgorithms: keyExchangeSet.join(",") })],
  references: ["https://www.openssh.org/pq.html", "https://man.openbsd.org/sshd_config#KexAlgorithms"],
});
