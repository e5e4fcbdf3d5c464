import { digestOf } from "../canonical.ts";
import { signText, type Signer } from "../keys/signing.ts";
import type { Header } from "./header.ts";
import type { LastLine } from "./last-line.ts";
import { lastLineOf, linesOf, type SealedFile, type Signed, textOf } from "./sealed-file.ts";
import type { Wrap } from "./wrap.ts";

/** Who edits, and when. */
export interface Edit {
  readonly by: string;
  readonly signer: Signer;
  readonly at: Date;
}

export type Content = Pick<SealedFile, "header" | "wraps" | "values">;

/** The header as its owner signs it. */
export function signHeader(header: Header, owner: Signer): Signed<Header> {
  const text = textOf(header);
  return { content: header, text, signature: signText(owner, "header", text) };
}

/** A wrap as the owner signs it. */
export function signWrap(wrap: Wrap, owner: Signer): Signed<Wrap> {
  const text = textOf(wrap);
  return { content: wrap, text, signature: signText(owner, "wrap", text) };
}

/** The file that follows those before it: none for the first, two when they are merged. Whoever edits has verified them. */
export function writeFile(content: Content, before: readonly SealedFile[], { by, signer, at }: Edit): Buffer {
  const above = linesOf(content);
  const last: LastLine = {
    file: content.header.content.file,
    sequence: 1 + Math.max(0, ...before.map(({ last }) => last.content.sequence)),
    previous: before.map(({ digest }) => digest),
    by,
    at: at.toISOString().replace(/\.\d+Z$/, "Z"),
    lines: digestOf(above),
  };
  const text = textOf(last);
  return Buffer.from(above + lastLineOf({ content: last, text, signature: signText(signer, "last", text) }));
}
