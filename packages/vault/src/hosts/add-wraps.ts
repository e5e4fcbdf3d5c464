import type { SealedFile } from "../file/sealed-file.ts";
import type { Wrap } from "../file/wrap.ts";
import { type Edit, signHeader, signWrap, writeFile } from "../file/write-file.ts";

/** The file with one host's wraps in the place of those that it had; without any, the host opens it no more. The editor is the owner. */
export function putWraps(sealed: SealedFile, host: string, wraps: readonly Wrap[], edit: Edit): Buffer {
  const others = sealed.wraps.filter(({ content }) => content.host !== host);
  const own = wraps.map((wrap) => signWrap(wrap, edit.signer));
  return writeFile({ ...sealed, wraps: [...others, ...own] }, [sealed], edit);
}

/** The file with another header of the same identity: other editors, other recovery recipients for values that are set from now on. */
export function putHeader(
  sealed: SealedFile,
  change: Partial<Pick<SealedFile["header"]["content"], "editors" | "recovery" | "loaders">>,
  edit: Edit,
): Buffer {
  const { content } = sealed.header;
  const header = signHeader({ ...content, ...change, version: content.version + 1 }, edit.signer);
  return writeFile({ ...sealed, header }, [sealed], edit);
}
