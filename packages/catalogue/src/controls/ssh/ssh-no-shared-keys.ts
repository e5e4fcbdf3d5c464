import { broken, byHand, defineControl, everyHost, holds, undecided } from "@secondlock/model";
import { authorizedKeys, overfull, sharedKeys } from "../../facts/authorized-keys.ts";

export const sshNoSharedKeys = defineControl({
  id: "ssh-no-shared-keys",
  title: "Each key belongs to one person",
  why: "With a shared key nobody can tell who came in, and it cannot be taken from one person alone.",
  severity: "medium",
  area: "ssh",
  covers: ["R010", "R011", "R058"],
  applies: everyHost,
  facts: { authorized: authorizedKeys },
  verdict({ authorized }, wanted) {
    const shared = sharedKeys(authorized, wanted);
    if (shared.length > 0) return broken(shared.slice(0, 3).join("; "));
    const [full] = overfull(authorized);
    if (full !== undefined) return undecided(`the key file of ${full} holds more than is looked at`);
    return authorized.complete
      ? holds("no key opens accounts of two people")
      : undecided("there are more accounts than are looked at");
  },
  attempt: { none: "who holds a key does not show from outside" },
  fix: () => [
    byHand("Let each person make a key with ssh-keygen -t ed25519, then take the shared one out of every account."),
  ],
  references: ["CIS Debian 12 5.1 (has no such rule)", "https://man.openbsd.org/ssh-keygen"],
});
