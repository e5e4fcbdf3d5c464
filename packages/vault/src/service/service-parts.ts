import type { Ledger } from "@secondlock/ledger";
import { authenticatedDocuments } from "../confirmer/authenticated-documents.ts";
import { type KeyCustody, keyCustody } from "../confirmer/key-custody.ts";
import type { DocumentStore } from "../confirmer/store/document-store.ts";
import { accept, type Outcome } from "../outcome.ts";
import { masterKey, type MasterKeyReason } from "./master-key.ts";
import { openStores, type StoresReason } from "./open-stores.ts";
import { serviceFolder, type ServiceFolder, type ServiceFolderReason } from "./service-folder.ts";
import type { ServiceOptions } from "./service-options.ts";

/** What each process of a confirmer works with. */
export interface ServiceParts {
  readonly folder: ServiceFolder;
  /** The master key lies on the same disk as what it encrypts. */
  readonly isOneDisk: boolean;
  /** Authenticated. */
  readonly documents: DocumentStore;
  readonly custody: KeyCustody;
  readonly ledger: Ledger;
  close(): Promise<void>;
}

export type PartsReason = ServiceFolderReason | MasterKeyReason | StoresReason;

/** Opens everything, and makes what the first start needs. */
export async function openParts(
  options: Pick<ServiceOptions, "folder" | "masterKey" | "postgres">,
  env: NodeJS.ProcessEnv,
): Promise<Outcome<ServiceParts, PartsReason>> {
  const folder = await serviceFolder(options.folder);
  if (!folder.ok) return folder;
  const { isNew, keys, database, ledger } = folder.value;
  const where = { folder: options.folder, file: options.masterKey, credentials: env["CREDENTIALS_DIRECTORY"], isNew };
  const master = await masterKey(where);
  if (!master.ok) return master;
  const stores = await openStores({ database, ledger, postgres: options.postgres });
  if (!stores.ok) return stores;
  return accept({
    ...{ folder: folder.value, isOneDisk: master.value.beside, ledger: stores.value.ledger },
    documents: authenticatedDocuments(stores.value.documents, master.value.key),
    custody: keyCustody(keys, master.value.key),
    close: () => stores.value.close(),
  });
}
