import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fromText, toText } from "../bytes.ts";
import { createFile, syncFolder } from "../disk/replace-file.ts";
import { type EvaluationKey, isKeyPair } from "../oprf/evaluate.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

export type CustodyReason =
  /** No wrapping key is there for it: it was shredded, or its file was lost. */
  | "shredded"
  /** Master key, wrapping key and what is in the database do not belong together. */
  | "not-ours"
  /** The folder of wrapping keys cannot be read or written. `detail` is the code of the system's error. */
  | "unreadable";

/** Bytes of the master key. */
export const masterKeyLength = 32;
const cipher = "chacha20-poly1305";
const tagLength = 16;
const nonceLength = 12;

/**
 * Keeps the confirmer's keys so that no copy of its database is enough: each is encrypted under a wrapping key of its own, which lies
 * in a file that no backup takes, itself encrypted under the master key, which is delivered to the process and lies in neither. What
 * destroys the wrapping key destroys the key in every copy of the database that there is.
 */
export interface KeyCustody {
  /** A new epoch's key as the database keeps it. */
  wrap(kid: string, epoch: number, key: EvaluationKey): Promise<Outcome<string, CustodyReason>>;
  /** Refuses also when secret and public key do not belong together. */
  unwrap(
    kid: string,
    epoch: number,
    publicKey: Uint8Array,
    wrapped: string,
  ): Promise<Outcome<EvaluationKey, CustodyReason>>;
  /** Destroys the wrapping key. No key of this name can be unwrapped any more, from whatever backup. */
  shred(kid: string): Promise<Outcome<undefined, CustodyReason>>;
}

/** `folder` exists, and belongs to the confirmer alone. Throws TypeError for a master key of another length. */
export function keyCustody(folder: string, masterKey: Uint8Array): KeyCustody {
  if (masterKey.length !== masterKeyLength) throw new TypeError(`a master key has ${masterKeyLength} bytes`);
  const fileOf = (kid: string): string => join(folder, kid);

  function wrappingKey(kid: string): Outcome<Buffer, CustodyReason> {
    let text: string;
    try {
      text = readFileSync(fileOf(kid), "latin1");
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unknown";
      return code === "ENOENT" ? refuse("shredded", kid) : refuse("unreadable", code);
    }
    return opened(masterKey, `wrapping key ${kid}`, text.trim());
  }

  return {
    async wrap(kid, epoch, { secretKey }) {
      let key = wrappingKey(kid);
      if (!key.ok && key.reason === "shredded" && epoch === 1) {
        const made = randomBytes(32);
        const text = `${sealed(masterKey, `wrapping key ${kid}`, made)}\n`;
        const kept = await createFile(fileOf(kid), text, 0o600);
        if (!kept.ok && kept.reason !== "exists") return refuse("unreadable", kept.detail);
        // somebody else made it at the same moment: that one counts
        key = kept.ok ? accept(made) : wrappingKey(kid);
      }
      return key.ok ? accept(sealed(key.value, `key ${kid} ${epoch}`, secretKey)) : key;
    },
    async unwrap(kid, epoch, publicKey, wrapped) {
      const key = wrappingKey(kid);
      if (!key.ok) return key;
      const secretKey = opened(key.value, `key ${kid} ${epoch}`, wrapped);
      if (!secretKey.ok) return secretKey;
      const pair = { secretKey: secretKey.value, publicKey };
      return isKeyPair(pair) ? accept(pair) : refuse("not-ours", kid);
    },
    async shred(kid) {
      try {
        await rm(fileOf(kid), { force: true });
        await syncFolder(folder);
        return accept(undefined);
      } catch (error) {
        return refuse("unreadable", (error as NodeJS.ErrnoException).code ?? "unknown");
      }
    },
  };
}

function sealed(key: Uint8Array, place: string, secret: Uint8Array): string {
  const nonce = randomBytes(nonceLength);
  const encrypt = createCipheriv(cipher, key, nonce, { authTagLength: tagLength });
  encrypt.setAAD(Buffer.from(place), { plaintextLength: secret.length });
  return toText(Buffer.concat([nonce, encrypt.update(secret), encrypt.final(), encrypt.getAuthTag()]));
}

function opened(key: Uint8Array, place: string, text: string): Outcome<Buffer, CustodyReason> {
  const bytes = fromText(text);
  if (bytes === undefined || bytes.length < nonceLength + tagLength) return refuse("not-ours", place);
  const body = bytes.subarray(nonceLength, -tagLength);
  const decrypt = createDecipheriv(cipher, key, bytes.subarray(0, nonceLength), { authTagLength: tagLength });
  decrypt.setAAD(Buffer.from(place), { plaintextLength: body.length });
  decrypt.setAuthTag(bytes.subarray(-tagLength));
  try {
    return accept(Buffer.concat([decrypt.update(body), decrypt.final()]));
  } catch {
    return refuse("not-ours", place);
  }
}
