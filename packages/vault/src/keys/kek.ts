import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { type Identity, identityBytes, identityOfBytes } from "@secondlock/age";
import { fromText, toText } from "../bytes.ts";
import { canonicalText } from "../canonical.ts";
import type { Header } from "../file/header.ts";
import type { Wrap } from "../file/wrap.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** Bytes of the local key of a host. */
export const localKeyLength = 32;
const cipher = "chacha20-poly1305";
const tagLength = 16;
const identityLength = 32;

/** What a host asks one confirmer to evaluate: bound to the local key and to that confirmer's key, and telling neither. */
export function evaluationInput(localKey: Buffer, kid: string): Buffer {
  return Buffer.from(hkdfSync("sha256", localKey, kid, "secondlock/1/evaluation-input", 64));
}

/** A wrap without its ciphertext: what the key that encrypts it is bound to. */
export type Bound = Omit<Wrap, "box" | "nonce">;
/** What never changes of a header. */
export type BoundHeader = Pick<Header, "format" | "file" | "identity" | "mode">;

/**
 * The key that encrypts a file's identity for one host: HKDF-SHA256 (RFC 5869) of the local key and what each confirmer's key made of
 * it, in the order of their kid. Whoever lacks one of them lacks all. Bound to what never changes of a header, and to its own wrap:
 * changing one wrap leaves the others as they are.
 */
function keyOf(header: BoundHeader, bound: Bound, localKey: Buffer, evaluated: readonly Buffer[]): Buffer {
  return Buffer.from(
    hkdfSync(
      "sha256",
      Buffer.concat([localKey, ...evaluated]),
      "",
      `secondlock/1/wrap\n${boundText(header, bound)}`,
      32,
    ),
  );
}

function boundText({ format, file, identity, mode }: BoundHeader, { host, confirmers }: Bound): string {
  return canonicalText({ format, file, identity, mode, host, confirmers });
}

/** Encrypts the file's identity for one host. */
export function wrapIdentity(
  header: BoundHeader,
  bound: Bound,
  identity: Identity,
  localKey: Buffer,
  evaluated: readonly Buffer[],
): Wrap {
  const nonce = randomBytes(12);
  const encrypt = createCipheriv(cipher, keyOf(header, bound, localKey, evaluated), nonce, {
    authTagLength: tagLength,
  });
  encrypt.setAAD(Buffer.from(boundText(header, bound)), { plaintextLength: identityLength });
  const box = Buffer.concat([encrypt.update(identityBytes(identity)), encrypt.final(), encrypt.getAuthTag()]);
  return { ...bound, nonce: toText(nonce), box: toText(box) };
}

/** The file's identity. Refuses with `wrong-key` where the local key or an answer is not the one that it was wrapped with. */
export function unwrapIdentity(
  header: BoundHeader,
  { nonce, box, ...bound }: Wrap,
  localKey: Buffer,
  evaluated: readonly Buffer[],
): Outcome<Identity, "wrong-key"> {
  const [sealed, start] = [fromText(box), fromText(nonce)];
  if (sealed === undefined || start === undefined) return refuse("wrong-key");
  const key = keyOf(header, bound, localKey, evaluated);
  const decrypt = createDecipheriv(cipher, key, start, { authTagLength: tagLength });
  decrypt.setAAD(Buffer.from(boundText(header, bound)), { plaintextLength: identityLength });
  decrypt.setAuthTag(sealed.subarray(-tagLength));
  try {
    const identity = identityOfBytes(Buffer.concat([decrypt.update(sealed.subarray(0, -tagLength)), decrypt.final()]));
    return identity.recipient.text === header.identity ? accept(identity) : refuse("wrong-key");
  } catch {
    return refuse("wrong-key");
  }
}
