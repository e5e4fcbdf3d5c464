import { broken, defineControl, everyHost, holds } from "@secondlock/model";
import { sshHostKeyOffers } from "../../attempts/ssh-greeting-checks.ts";
import { signaturesSet, weakSignatures } from "../../facts/ssh-algorithms.ts";
import { isStrongHostKey, sshHostKeys } from "../../facts/ssh-host-keys.ts";
import { sshdEffective } from "../../facts/sshd-effective.ts";
import { noneAmong } from "../../facts/sshd-keyword.ts";
import { sshdSettings } from "../../states/sshd-settings.ts";
import { weakHostKeysOut } from "../../states/sshd-host-keys.ts";

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
    const weak = keys.filter((key) => !isStrongHostKey(key));
    if (weak.length > 0)
      return broken(weak.map(({ path, type, bits }) => `${path} (${type || "unknown kind"} ${bits})`).join(", "));
    const signs = noneAmong(sshd, "hostkeyalgorithms", weakSignatures);
    return signs.inside === "holds" ? holds(keys.map(({ type, bits }) => `${type} ${bits}`).join(", ")) : signs;
  },
  attempt: sshHostKeyOffers({ never: weakSignatures }),
  fix: () => [sshdSettings({ hostkeyalgorithms: signaturesSet.join(",") }), weakHostKeysOut()],
  references: ["CIS Debian 12 5.1 (has no such rule)", "https://man.openbsd.org/sshd_config#HostKey"],
});
