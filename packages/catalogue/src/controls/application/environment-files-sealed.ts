import { broken, byHand, defineControl, everyHost, holds, notApplicable, undecided } from "@secondlock/model";
import { sealedKeysRead } from "../../attempts/sealed-keys-read.ts";
import { environmentFiles, exposed, exposedText } from "../../facts/environment-files.ts";
import { isDelivered, openerUnits } from "../../facts/opener-units.ts";
import { isSealedKey, keysFolder, openKeys, sealedKeys } from "../../facts/sealed-keys.ts";
import { namesOf } from "../../facts/sealed-structure.ts";

export const environmentFilesSealed = defineControl({
  id: "environment-files-sealed",
  title: "Environment files are sealed, and open only with keys that this host keeps",
  why: "Whoever reads an environment file in clear has every key in it; a sealed one that leaks is worth nothing without the host.",
  severity: "high",
  area: "application",
  covers: ["R145", "R149", "R158", "R159"],
  applies: everyHost,
  facts: { files: environmentFiles, keys: sealedKeys, units: openerUnits },
  verdict({ files, keys, units }, { application, sealed = [] }) {
    const plain = exposed(files);
    const names = files.sealed.map(({ path }) => path).join(", ");
    if (plain.length > 0) return broken(`in clear${names && ` beside ${names}`}: ${exposedText(plain)}`);
    if (!files.complete) return undecided("there are more environment files than were looked into");
    if (names === "")
      return application
        ? undecided("no environment file is where they usually lie")
        : notApplicable("no environment file is on the host");
    const damaged = files.sealed.find(({ structure }) => !structure.known);
    if (damaged && !damaged.structure.known) return broken(`${damaged.path}: ${damaged.structure.reason}`);
    const there = new Set(files.sealed.flatMap(({ structure }) => (structure.known ? namesOf(structure.value) : [])));
    const missing = sealed.flatMap(({ rotate }) => rotate).find(({ name }) => !there.has(name));
    if (missing) return undecided(`${missing.name} is declared, and in no sealed file here: it lies somewhere else`);
    const open = openKeys(keys, application?.user);
    if (open.length > 0) return broken(`others get at the keys: ${open.slice(0, 3).join(", ")}`);
    if (!keys.complete) return undecided("the folder of the keys was not read to its end");
    if (keys.files.filter(isSealedKey).length < 2 && !isDelivered(units))
      return undecided(`${names}: its keys are not in ${keysFolder}`);
    return holds(`${names}: sealed, and only the opener reads the keys`);
  },
  attempt: sealedKeysRead(),
  fix: () => [
    byHand(
      "secondlock seal .env makes .env.sealed; start the application with secondlock run, delete the file in clear, and replace each of its values at its provider: whoever read it still has them.",
    ),
  ],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["CWE-312", "CWE-522", "docs/decisions/sealed-secrets.md"],
});
