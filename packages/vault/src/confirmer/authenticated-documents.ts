import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { DocumentStore, Kind, Written } from "./store/document-store.ts";

/** A document that was not written by who has the master key, or stands under another name. Nothing is decided by it. */
export class ForgedDocument extends Error {
  override readonly name = "ForgedDocument";
}

const tagLength = 43;

/** A document that is older than one that was seen before: somebody put it back. */
export class SetBackDocument extends ForgedDocument {
  override readonly name = "ForgedDocument";
}

/**
 * Documents that nobody changes who can only write into the database: each begins with an HMAC-SHA-256 over its kind, its name and its
 * text, under a key of the master key. An older text of the same document passes where nobody has seen a newer one: what this process
 * has seen it remembers, and revisions in the log are for the time before.
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

  const newest = new Map<string, number>();
  /** Refuses what is older than `floor`: the newest that was seen before this one was asked for, as answers may overtake each other. */
  function notBefore(kind: Kind, id: string, text: string | undefined, floor: number): string | undefined {
    const revision = revisionOf(kind, text);
    if (revision < floor) throw new SetBackDocument(`${kind} ${id} was set back`);
    if (revision > (newest.get(`${kind} ${id}`) ?? 0)) newest.set(`${kind} ${id}`, revision);
    return text;
  }

  return {
    ...documents,
    async read(kind, id) {
      const floor = newest.get(`${kind} ${id}`) ?? 0;
      return notBefore(kind, id, opened(kind, id, await documents.read(kind, id)), floor);
    },
    async update(kind, id, decide) {
      const floor = newest.get(`${kind} ${id}`) ?? 0;
      let written: Written<unknown> = { result: undefined };
      const result = await documents.update(kind, id, (text) => {
        const next = decide(notBefore(kind, id, opened(kind, id, text), floor));
        written = next;
        return next.text === undefined ? next : { ...next, text: `${tagOf(kind, id, next.text)}${next.text}` };
      });
      // only now it is written
      if (written.remove === true) newest.delete(`${kind} ${id}`);
      else notBefore(kind, id, written.text, 0);
      return result;
    },
  };
}

/** How often a document was changed, of the kinds that count it. */
function revisionOf(kind: Kind, text: string | undefined): number {
  if (kind !== "key" && kind !== "owners" && kind !== "peers") return 0;
  const { revision, version } = JSON.parse(text ?? "{}") as { readonly revision?: number; readonly version?: number };
  return revision ?? version ?? 0;
}
