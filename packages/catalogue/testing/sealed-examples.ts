import { known } from "@secondlock/model";
import type { EnvironmentFiles } from "../src/facts/environment-files.ts";
import type { FileList, FileRecord } from "../src/facts/file-records.ts";
import type { OpenerUnit } from "../src/facts/opener-units.ts";
import { keysFolder } from "../src/facts/sealed-keys.ts";
import type { SealedStructure } from "../src/facts/sealed-structure.ts";

// for tests that run what the facts read
export { confirmerPolicies } from "../src/facts/confirmer-policies.ts";
export { environmentFiles } from "../src/facts/environment-files.ts";
export { openerUnits } from "../src/facts/opener-units.ts";

/** The sealed file of the shop, for app-1 and one confirmer on another machine. */
export function sealedStructure(changes: Partial<SealedStructure> = {}): SealedStructure {
  return {
    file: "AAAAAAAAAAAAAAAAAAAAAA",
    owner: "A".repeat(43),
    headerVersion: 1,
    recovery: 2,
    wraps: [{ host: "app-1", confirmers: [{ confirmer: "confirmer-1", origin: "https://confirmer.example" }] }],
    values: [
      { name: "DATABASE_URL", day: "2026-10-01" },
      { name: "STRIPE_KEY", day: "2026-10-01" },
    ],
    sequence: 3,
    digest: "D".repeat(43),
    ...changes,
  };
}

/** What a host has of environment files when all is right. */
export function sealedFiles(
  changes: Partial<EnvironmentFiles> = {},
  structure: Partial<SealedStructure> = {},
): EnvironmentFiles {
  return {
    plain: [],
    sealed: [{ path: "/srv/shop/.env.sealed", structure: known(sealedStructure(structure)) }],
    places: { "confirmer.example": ["198.51.100.20"] },
    here: "app-1",
    today: "2026-11-22",
    complete: true,
    ...changes,
  };
}

export const leftInClear = { path: "/srv/shop/.env", names: ["NODE_ENV", "STRIPE_KEY"] };

/** The keys' folder of a host as `createHostKeys` makes it, with whatever is to be different about each of them. */
export function hostKeys(changes: Partial<FileRecord> = {}, folder: Partial<FileRecord> = {}): FileList {
  const key = (name: string): FileRecord => ({
    ...{ path: `${keysFolder}/${name}`, mode: 0o400, owner: "root", group: "root", kind: "file" },
    ...changes,
  });
  const itself: FileRecord = { path: keysFolder, mode: 0o700, owner: "root", group: "root", kind: "directory" };
  return { files: [{ ...itself, ...folder }, key("local.key"), key("signing.key")], complete: true };
}

export const noFiles: FileList = { files: [], complete: true };

/** The unit of an application that opens a sealed file when it starts. */
export function openerUnit(changes: Partial<OpenerUnit> = {}): OpenerUnit {
  return {
    ...{ unit: "shop.service", active: true, state: "enabled", coreLimit: "0", swapLimit: "0", credentials: {} },
    ...changes,
  };
}

/** What a confirmer keeps, as it makes it, with whatever is to be different about its signer and the folder. */
export function confirmerKept(signer: Partial<FileRecord> = {}, itself: Partial<FileRecord> = {}): FileList {
  const own = { owner: "confirmer", group: "confirmer" };
  const folder = (path: string): FileRecord => ({ ...own, path, mode: 0o700, kind: "directory" });
  return {
    files: [
      { ...folder("/var/lib/secondlock/confirmer"), ...itself },
      { ...own, path: "/var/lib/secondlock/confirmer/signer.pem", mode: 0o600, kind: "file", ...signer },
      folder("/var/lib/secondlock/confirmer/keys"),
    ],
    complete: true,
  };
}
