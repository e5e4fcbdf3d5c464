import { broken, byHand, defineControl, everyHost, holds, notApplicable, undecided } from "@secondlock/model";
import { openerUnits } from "../../facts/opener-units.ts";
import { isSealedKey, sealedKeys } from "../../facts/sealed-keys.ts";

export const sealedKeysInTpm = defineControl({
  id: "sealed-keys-in-tpm",
  title: "The keys of sealed files are worth nothing without this machine",
  why: "File and keys on one disk are one lock for whoever has a copy of it; a TPM gives the keys to this machine only.",
  severity: "low",
  area: "application",
  covers: ["R149", "R159"],
  applies: everyHost,
  facts: { keys: sealedKeys, units: openerUnits },
  verdict({ keys, units }) {
    const lying = keys.files.filter(isSealedKey).map(({ path }) => path);
    if (lying.length > 0) return broken(`one lock left for who has the disk: ${lying.join(" and ")} in clear on it`);
    const delivered = units.flatMap(({ unit, credentials }) =>
      Object.entries(credentials).map(([key, seal]) => ({ seal, text: `the ${key} key of ${unit}` })),
    );
    if (delivered.length === 0) return notApplicable("the host opens no sealed file");
    const onDisk = delivered.filter(({ seal }) => seal === "none" || seal === "host").map(({ text }) => text);
    if (onDisk.length > 0)
      return broken(`one lock left for who has the disk: on it is what opens ${onDisk.join(", ")}`);
    const unclear = delivered.find(({ seal }) => seal === "unknown");
    return unclear
      ? undecided(`nothing says what encrypts ${unclear.text}`)
      : holds("the TPM has a part in all of them");
  },
  attempt: { none: "somebody would have to take the disk" },
  fix: () => [
    byHand(
      "Where the machine has a TPM: systemd-creds encrypt --with-key=host+tpm2 for both keys, LoadCredentialEncrypted= in the unit, and delete the files (docs/how-to/start-from-systemd.md).",
    ),
  ],
  lock: (host) => ({ stops: ["read"], domains: [`host:${host.id}`] }),
  references: ["man systemd-creds", "docs/decisions/sealed-secrets.md"],
});
