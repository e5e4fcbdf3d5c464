import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { authorizedKeys, keyName, keysOf, overfull } from "../../facts/authorized-keys.ts";
import { keyBits } from "../../facts/public-key.ts";

export const sshKeyStrength = defineControl({
  id: "ssh-key-strength",
  title: "Every key that opens an account is strong",
  why: "A short key, or one of an old kind, can be computed by those with money; then no passphrase helps.",
  severity: "medium",
  area: "ssh",
  covers: ["R008"],
  applies: everyHost,
  facts: { authorized: authorizedKeys },
  verdict({ authorized }) {
    const keys = keysOf(authorized);
    const weak = keys.flatMap((key) => {
      const bits = keyBits(key.type, key.blob);
      const strong = bits !== undefined && (key.type !== "ssh-rsa" || bits >= 3072);
      return strong ? [] : [`${key.account}: ${keyName(key)} has ${bits ?? "an unknown number of"} bits`];
    });
    if (weak.length > 0) return broken(weak.slice(0, 3).join("; "));
    const [full] = overfull(authorized);
    if (full !== undefined) return undecided(`the key file of ${full} holds more than is looked at`);
    return authorized.complete
      ? holds(`${keys.length} keys, all strong`)
      : undecided("there are more accounts than are looked at");
  },
  attempt: { none: "it would need a weak private key that opens a real account" },
  fix: () => [
    byHand(
      "Let its owner make a new key with ssh-keygen -t ed25519, add it, log in with it, and only then take out the old one.",
    ),
  ],
  references: ["CIS Debian 12 5.1 (has no such rule)", "NIST SP 800-57"],
});
