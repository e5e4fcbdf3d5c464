import { hkdfSync } from "node:crypto";
import type { Ledger } from "@secondlock/ledger";
import type { KeyCustody } from "./key-custody.ts";
import type { DocumentStore } from "./store/document-store.ts";

/** What a confirmer is made of. */
export interface Confirmer {
  /** Authenticated: see authenticatedDocuments. */
  readonly documents: DocumentStore;
  readonly custody: KeyCustody;
  readonly ledger: Pick<Ledger, "append">;
  /** Where hosts reach it: `https://confirmer.example`. */
  readonly origin: string;
  /** Ed25519 with which it signs its answers, base64url. */
  readonly key: string;
  /** For codes that nobody else can make; of the master key. */
  readonly secret: Uint8Array;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** The secret of a confirmer: the same after each start. */
export function confirmerSecret(masterKey: Uint8Array): Buffer {
  return Buffer.from(hkdfSync("sha256", masterKey, "", "secondlock/1/confirmer-secret", 32));
}
