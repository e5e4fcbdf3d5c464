import { broken, byHand, defineControl, everyHost, holds } from "@secondlock/model";
import { sshHostKeyOffers } from "../../attempts/ssh-greeting-checks.ts";
import { weakSignatures } from "../../facts/ssh-algorithms.ts";
import { sshHostKeys } from "../../facts/ssh-host-keys.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { noneAmong } from "../../facts/sshd-keyword.ts";

const leastBits: Readonly<Record<string, number>> = { ED25519: 256, ECDSA: 256, RSA: 3072 };

export const sshStrongHostKeys = defineControl({
  id: "ssh-strong-host-keys",
  title: "The keys of this host are strong",
  why: "Whoever computes a weak host key can pretend to be this host and read what administrators type.",
  severity: "medium",
  area: "ssh",
  covers: ["R008"],
  applies: everyHost,
  facts: { keys: sshHostKeys, sshd: sshdEffective },
  verdict({ keys, sshd }) {
    const weak = keys.filter(({ type, bits }) => bits < (leastBits[type] ?? Infinity));
    if (weak.length > 0)
      return broken(weak.map(({ path, type, bits }) => `${path} (${type || "unknown kind"} ${bits})`).join(", "));
    const signs = noneAmong(sshd, "hostkeyalgorithms", weakSignatures);
    return signs.inside === "holds" ? holds(keys.map(({ type, bits }) => `${type} ${bits}`).join(", ")) : signs;
  },
  attempt: sshHostKeyOffers({ never: weakSignatures }),
  fix: () => [
    byHand("Take ssh-rsa and ssh-dss out of HostKeyAlgorithms."),
    byHand(
      "Remove a weak key, run ssh-keygen -A and systemctl reload ssh, and tell everybody the new fingerprint by another channel.",
    ),
  ],
  references: ["CIS Debian 12 5.1 (has no such rule)", "https://man.openbsd.org/sshd_config#HostKey"],
});
