import { broken, byHand, defineControl, everyHost, holds, notApplicable, undecided } from "@secondlock/model";
import { isSealedKey, keysFolder, openKeys, sealedKeys } from "../../facts/sealed-keys.ts";
import { fileModes } from "../../states/file-modes.ts";

export const sealedKeysModes = defineControl({
  id: "sealed-keys-modes",
  title: "Only the opener reads the keys of sealed files",
  why: "They are born on the host and never leave it: an account that reads them asks the confirmer as this host does.",
  severity: "high",
  area: "application",
  covers: ["R160", "R149"],
  applies: everyHost,
  facts: { keys: sealedKeys },
  verdict({ keys }, { application }) {
    if (keys.complete && keys.files.length === 0) return notApplicable("the host opens no sealed file");
    const open = openKeys(keys, application?.user);
    if (open.length > 0) return broken(`open to others: ${open.slice(0, 3).join(", ")}`);
    if (!keys.complete) return undecided("the folder was not read to its end");
    const others = keys.files.filter((file) => isSealedKey(file) && file.owner !== "root");
    if (others.length > 0 && application === undefined)
      return undecided(`they belong to ${others[0]?.owner}; no application is declared, which may be its account`);
    return holds(`${keysFolder}: for ${others[0]?.owner ?? "root"} only`);
  },
  attempt: { none: "reading them is tried by environment-files-sealed" },
  fix: () => [
    fileModes(sealedKeys, { files: keysFolder, matches: () => true, most: 0o700 }),
    byHand(
      "Keys that belong to the application's account: start the application with secondlock run --user from root, chown the folder to root, and make new keys, for the application may have read these.",
    ),
  ],
  lock: (host) => ({ stops: ["read", "change"], domains: [`host:${host.id}`] }),
  references: ["CWE-732", "docs/decisions/sealed-secrets.md"],
});
