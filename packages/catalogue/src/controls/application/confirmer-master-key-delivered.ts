import { broken, byHand, defineControl, everyHost, holds, notApplicable, undecided } from "@secondlock/model";
import { confirmerFiles, masterKeyBeside } from "../../facts/confirmer-folder.ts";

export const confirmerMasterKeyDelivered = defineControl({
  id: "confirmer-master-key-delivered",
  title: "The confirmer's master key lies on another disk than what it encrypts",
  why: "With both on one disk, a copy of it is the second lock itself.",
  severity: "medium",
  area: "application",
  covers: ["R149", "R159"],
  applies: everyHost,
  facts: { kept: confirmerFiles },
  verdict({ kept }) {
    if (kept.files.some(({ path }) => path === masterKeyBeside)) return broken(`on one disk: ${masterKeyBeside}`);
    if (!kept.complete) return undecided("the folder was not read to its end");
    return kept.files.length === 0
      ? notApplicable("no confirmer is on this host")
      : holds("it is not beside the folder");
  },
  attempt: { none: "somebody would have to take the disk" },
  fix: () => [
    byHand(
      `Deliver it as the credential secondlock-master-key (LoadCredentialEncrypted=, bound to the TPM where there is one), and delete ${masterKeyBeside} once the confirmer has started with it.`,
    ),
  ],
  lock: (host) => ({ stops: ["read"], domains: [`host:${host.id}`] }),
  references: ["man systemd-creds", "docs/how-to/run-a-confirmer.md"],
});
