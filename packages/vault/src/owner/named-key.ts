import type { KnownConfirmer } from "../file/wrap.ts";
import type { SealedFile } from "../file/sealed-file.ts";
import { type ReadReason, readSealedFile } from "../file/trusted-file.ts";
import { type TrustReason, verifyFile } from "../file/verify-file.ts";
import { type FolderReason, readPin } from "../keys/host-folder.ts";
import { accept, type Outcome } from "../outcome.ts";

/** A key of a host, where that is known, and the confirmer that has it. */
export interface NamedKey {
  readonly host?: string;
  readonly kid: string;
  readonly confirmer: KnownConfirmer;
}

/** The keys that a file's wraps name. */
export function namedKeys({ wraps }: Pick<SealedFile, "wraps">): readonly NamedKey[] {
  return wraps.flatMap(({ content: { host, confirmers } }) =>
    confirmers.map(({ confirmer, origin, key, kid }) => ({ host, kid, confirmer: { confirmer, origin, key } })),
  );
}

/**
 * The keys that a file names, however old it is: they are known by the signatures of its pinned owner alone. `doubt` is why the file is
 * not to be trusted for more than that: keys may be missing in it.
 */
export async function readNamedKeys(
  folder: string,
  path: string,
): Promise<
  Outcome<
    { readonly keys: readonly NamedKey[]; readonly doubt: TrustReason | undefined },
    ReadReason | TrustReason | FolderReason
  >
> {
  const read = await readSealedFile(path);
  if (!read.ok) return read;
  const { sealed } = read.value;
  const pin = await readPin(folder, sealed.header.content.file);
  if (!pin.ok) return pin;
  const verified = verifyFile(sealed, pin.value);
  if (!verified.ok && theOwners.has(verified.reason)) return verified;
  return accept({ keys: namedKeys(sealed), doubt: verified.ok ? undefined : verified.reason });
}

/** What is looked at before all that editors sign. */
const theOwners: ReadonlySet<TrustReason> = new Set(["foreign-file", "not-the-owners", "not-the-owners-wrap"]);
