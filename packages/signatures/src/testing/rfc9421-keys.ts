import { type KeyLookup, keyring, readSecret, readVerifyingKey, type VerifyingKey } from "../key.ts";
import { must } from "./must.ts";
import { ed25519Public, eccPublic, rsaPssPublic, rsaPublic, sharedSecret } from "./rfc9421-key-texts.ts";

export const publicKeys: Readonly<Record<"rsaPss" | "rsa" | "ecc" | "ed25519" | "secret", VerifyingKey>> = {
  rsaPss: must(readVerifyingKey(rsaPssPublic)),
  rsa: must(readVerifyingKey(rsaPublic)),
  ecc: must(readVerifyingKey(eccPublic)),
  ed25519: must(readVerifyingKey(ed25519Public)),
  secret: must(readSecret(sharedSecret)),
};

/** The keys of RFC 9421 B.1 by the keyid of its examples. */
export const rfcKeys: KeyLookup = keyring([
  ["test-key-rsa-pss", publicKeys.rsaPss],
  ["test-key-rsa", publicKeys.rsa],
  ["test-key-ecc-p256", publicKeys.ecc],
  ["test-key-ed25519", publicKeys.ed25519],
  ["test-shared-secret", publicKeys.secret],
]);
