import {
  type Outcome,
  readSecret,
  readSigningKey,
  readVerifyingKey,
  type SigningKey,
  signingKey,
  type VerifyingKey,
} from "@secondlock/signatures";
import { givenFile } from "./given-file.ts";

const longest = 64 * 1024;

export type GivenKey<Key> =
  | { readonly ok: true; readonly key: Key }
  | { readonly ok: false; readonly because: string; readonly hint: string };

/** The key in a file, to sign with. Nothing of the file's content is ever said. */
export function givenSigningKey(path: string, keyid: string): Promise<GivenKey<SigningKey>> {
  return givenKey(path, (text) => {
    if (isKeyText(text)) return readSigningKey(keyid, text);
    const secret = readSecret(text);
    return secret.ok ? signingKey(keyid, secret.value.key) : secret;
  });
}

/** The same, to verify with. */
export function givenVerifyingKey(path: string): Promise<GivenKey<VerifyingKey>> {
  return givenKey(path, (text) => (isKeyText(text) ? readVerifyingKey(text) : readSecret(text)));
}

/** What a file is that people take for a key of this kind. */
function strange(text: string): string | undefined {
  if (/^\s*-----BEGIN OPENSSH PRIVATE KEY|^\s*(?:ssh|ecdsa)-\S+ /.test(text)) return "it is in OpenSSH's own format";
  if (/ENCRYPTED/.test(text.slice(0, 200))) return "it has a passphrase";
  return /^\s*-----BEGIN PUBLIC KEY/.test(text) ? "it is a public key, which cannot sign" : undefined;
}

/** PEM or JWK; anything else is taken for a secret. */
function isKeyText(text: string): boolean {
  return /^\s*(?:-----BEGIN |\{)/.test(text);
}

async function givenKey<Key>(path: string, read: (text: string) => Outcome<Key>): Promise<GivenKey<Key>> {
  const file = await givenFile(path, longest);
  if (!file.ok) return { ...file, hint: "name the file of the key" };
  const text = file.bytes.toString("utf8");
  const key = read(text);
  if (key.ok) return { ok: true, key: key.value };
  return {
    ok: false,
    because: `${path} holds no key that can be used: ${strange(text) ?? key.detail ?? key.reason}`,
    hint: "a PEM without a passphrase, a JWK, or a secret of at least 32 bytes as base64: openssl genpkey -algorithm ed25519",
  };
}
