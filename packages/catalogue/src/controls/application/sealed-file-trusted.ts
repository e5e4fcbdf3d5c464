import { broken, byHand, defineControl, everyHost, holds, notApplicable, undecided } from "@secondlock/model";
import { environmentFiles } from "../../facts/environment-files.ts";
import { type SealedPin, sealedKeys, sealedPins } from "../../facts/sealed-keys.ts";
import type { SealedStructure } from "../../facts/sealed-structure.ts";

function wrongWith(seen: SealedStructure, pin: SealedPin | undefined): string | undefined {
  if (pin === undefined) return "nobody told this host who its owner is";
  if (pin.owner !== seen.owner) return "its header names another owner than the one that this host believes";
  if (seen.sequence < pin.sequence || seen.headerVersion < pin.headerVersion)
    return `it is older than the one that was opened last (${seen.sequence}, and ${pin.sequence} was seen)`;
  if (seen.sequence === pin.sequence && seen.digest !== pin.digest)
    return `it is another one than was opened last, with the same number ${seen.sequence}`;
  return undefined;
}

export const sealedFileTrusted = defineControl({
  id: "sealed-file-trusted",
  title: "Sealed files are whole, newest, and their owner's",
  why: "Who can write the repository must neither add an owner, nor bring an older file back, nor change a line.",
  severity: "high",
  area: "application",
  covers: ["R149", "R159"],
  applies: everyHost,
  facts: { files: environmentFiles, pins: sealedPins, keys: sealedKeys },
  verdict({ files: { sealed, complete }, pins, keys }) {
    const damaged = sealed.flatMap(({ path, structure }) => (structure.known ? [] : [`${path}: ${structure.reason}`]));
    if (damaged.length > 0) return broken(damaged.slice(0, 3).join("; "));
    if (keys.files.length === 0) return notApplicable("the host opens no sealed file");
    const wrong = sealed.flatMap(({ path, structure }) => {
      const pin = structure.known ? pins.find(({ file }) => file === structure.value.file) : undefined;
      const why = structure.known ? wrongWith(structure.value, pin) : undefined;
      return why === undefined ? [] : [`${path}: ${why}`];
    });
    if (wrong.length > 0) return broken(wrong.slice(0, 3).join("; "));
    if (sealed.length === 0 || !complete) return undecided("no sealed file was found, or not all of them");
    return holds(`${sealed.map(({ path }) => path).join(", ")}: as pinned; each opening verifies the signatures`);
  },
  attempt: { none: "secondlock run refuses it before it asks anybody" },
  fix: () => [
    byHand(
      "Deploy the newest file. If it is new here, secondlock trust FILE pins its owner, once, by his fingerprint.",
    ),
  ],
  lock: (host) => ({ stops: ["change"], domains: [`host:${host.id}`] }),
  references: ["docs/decisions/sealed-secrets.md", "CWE-345"],
});
