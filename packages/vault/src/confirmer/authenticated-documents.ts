import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { DocumentStore, Kind } from "./store/document-store.ts";

/** A document that was not written by who has the master key, or stands under another name. Nothing is decided by it. */
export class ForgedDocument extends Error {
  override readonly name = "ForgedDocument";
}

const tagLength = 43;

/**
 * Documents that nobody changes who can only write into the database: each begins with an HMAC-SHA-256 over its kind, its name and its
 * text, under a key of the master key. An older text of the same document still passes: revisions in the log are for that.
 */
export function authenticatedDocuments(documents: DocumentStore, masterKey: Uint8Array): DocumentStore {
  const key = Buffer.from(hkdfSync("sha256", masterKey, "", "secondlock/1/documents", 32));
  const tagOf = (kind: Kind, id: string, text: string): string =>
    createHmac("sha256", key)
      .update(JSON.stringify([kind, id]))
      .update(text)
      .digest("base64url");

  function opened(kind: Kind, id: string, text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    const [tag, content] = [text.slice(0, tagLength), text.slice(tagLength)];
    const expected = tagOf(kind, id, content);
    if (tag.length !== expected.length || !timingSafeEqual(Buffer.from(tag), Buffer.from(expected)))
      throw new ForgedDocument(`${kind} ${id} was changed by somebody else`);
    return content;
  }

  return {
    ...documents,
    read: async (kind, id) => opened(kind, id, await documents.read(kind, id)),
    update: async (kind, id, decide) =>
      await documents.update(kind, id, (text) => {
        const written = decide(opened(kind, id, text));
        return written.text === undefined
          ? written
          : { ...written, text: `${tagOf(kind, id, written.text)}${written.text}` };
      }),
  };
}
