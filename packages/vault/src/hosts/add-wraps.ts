import { accept, type Outcome } from "../outcome.ts";
import { sealValue, type Value, type ValueReason } from "../file/value.ts";
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

/** The file with other recovery recipients, for which every value is sealed anew; the editor is the owner. Files from before stay as they are. */
export function putRecovery(
  sealed: SealedFile,
  recovery: readonly string[],
  values: ReadonlyMap<string, string>,
  edit: Edit,
): Outcome<Buffer, ValueReason> {
  const { content } = sealed.header;
  const next = { ...content, recovery, version: content.version + 1 };
  const boxes: Value[] = [];
  for (const [name, value] of values) {
    const box = sealValue(next, name, sealed.last.content.sequence + 1, value, edit.at);
    if (!box.ok) return box;
    boxes.push(box.value);
  }
  return accept(writeFile({ ...sealed, header: signHeader(next, edit.signer), values: boxes }, [sealed], edit));
}
