import { verifyText } from "../keys/signing.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";
import type { Pin } from "./pin.ts";
import type { SealedFile } from "./sealed-file.ts";
import { isLoader } from "./variable.ts";

export type TrustReason =
  /** Another file than the one that is pinned. */
  | "foreign-file"
  /** Its header is not signed by the owner that is pinned. */
  | "not-the-owners"
  /** A wrap is not signed by the owner, or belongs to another file. `detail` is its host. */
  | "not-the-owners-wrap"
  /** Who made the last edit is no editor. `detail` is the name. */
  | "unknown-editor"
  /** The last line is not signed by the editor that it names. */
  | "not-the-editors"
  /** Lines were changed after the last line was signed. */
  | "changed"
  /** A newer file, or a newer header, was seen before. */
  | "older"
  /** Another file with this sequence was seen before: two were made of one. */
  | "forked"
  /** A variable that decides what is loaded or run, and that the owner did not list. `detail` is its name. */
  | "loader";

/** Whether a file may be used: for opening it, and for adding to it. Pure, and before anything is asked of anybody. */
export function verifyFile(sealed: SealedFile, pin: Pin): Outcome<SealedFile, TrustReason> {
  const { header, wraps, values, last } = sealed;
  const { file, version, editors, loaders } = header.content;
  if (file !== pin.file) return refuse("foreign-file");
  // the pinned key, not the one that the header names
  if (header.content.owner !== pin.owner || !verifyText(pin.owner, "header", header.text, header.signature)) {
    return refuse("not-the-owners");
  }
  for (const { content, text, signature } of wraps) {
    if (content.file !== file || !verifyText(pin.owner, "wrap", text, signature)) {
      return refuse("not-the-owners-wrap", content.host);
    }
  }
  const { by, sequence, lines } = last.content;
  const editor = editors.find(({ name }) => name === by);
  if (editor === undefined || last.content.file !== file) return refuse("unknown-editor", by);
  if (!verifyText(editor.key, "last", last.text, last.signature)) return refuse("not-the-editors", by);
  if (lines !== sealed.lines) return refuse("changed");
  if (sequence < pin.sequence || version < pin.headerVersion) return refuse("older");
  if (sequence === pin.sequence && sealed.digest !== pin.digest) return refuse("forked");
  const loader = values.find(({ name }) => isLoader(name) && !loaders.includes(name));
  return loader === undefined ? accept(sealed) : refuse("loader", loader.name);
}
