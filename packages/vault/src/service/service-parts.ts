import type { Ledger } from "@secondlock/ledger";
import { authenticatedDocuments } from "../confirmer/authenticated-documents.ts";
import { confirmerSecret } from "../confirmer/confirmer.ts";
import { type KeyCustody, keyCustody } from "../confirmer/key-custody.ts";
import type { DocumentStore } from "../confirmer/store/document-store.ts";
import { accept, type Outcome } from "../outcome.ts";
import { masterKey, masterKeyPlace, type MasterKeyReason } from "./master-key.ts";
import { openStores, type StoresReason } from "./open-stores.ts";
import { ownSigner, type OwnSigner, type SignerReason } from "./own-signer.ts";
import { serviceFolder, type ServiceFolder, type ServiceFolderReason } from "./service-folder.ts";
import type { ServiceOptions } from "./service-options.ts";

/** What each process of a confirmer works with. */
export interface ServiceParts {
  readonly folder: ServiceFolder & OwnSigner;
  /** The master key lies on the same disk as what it encrypts. */
  readonly isOneDisk: boolean;
  /** Authenticated. */
  readonly documents: DocumentStore;
  readonly custody: KeyCustody;
  /** See Confirmer. */
  readonly secret: Uint8Array;
  readonly ledger: Ledger;
  close(): Promise<void>;
}

export type PartsReason = ServiceFolderReason | MasterKeyReason | SignerReason | StoresReason;

/** Opens everything, and makes what the first start needs. */
export async function openParts(
  options: Pick<ServiceOptions, "folder" | "masterKey" | "postgres">,
  env: NodeJS.ProcessEnv,
): Promise<Outcome<ServiceParts, PartsReason>> {
  const place = masterKeyPlace(options.folder, options.masterKey, env["CREDENTIALS_DIRECTORY"]);
  const folder = await serviceFolder(options.folder, place);
  if (!folder.ok) return folder;
  const { isNew, keys, database, ledger } = folder.value;
  // the signer last: where it is, the first start was not stopped in between
  const master = await masterKey(place, isNew);
  if (!master.ok) return master;
  const signer = await ownSigner(folder.value.signerFile, isNew);
  if (!signer.ok) return signer;
  const stores = await openStores({ database, ledger, postgres: options.postgres });
  if (!stores.ok) return stores;
  return accept({
    ...{ folder: { ...folder.value, ...signer.value }, isOneDisk: master.value.beside, ledger: stores.value.ledger },
    documents: authenticatedDocuments(stores.value.documents, master.value.key),
    custody: keyCustody(keys, master.value.key),
    secret: confirmerSecret(master.value.key),
    close: () => stores.value.close(),
  });
}
