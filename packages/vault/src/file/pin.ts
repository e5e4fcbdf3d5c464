import type { SealedFile } from "./sealed-file.ts";

/**
 * What somebody remembers of a file outside of it: on a host beyond the reach of whoever can write the repository. Without it a file
 * could say of itself who its owner is, and an older one could take the place of a newer.
 */
export interface Pin {
  readonly file: string;
  /** Ed25519, base64url. */
  readonly owner: string;
  /** The highest that were seen. */
  readonly sequence: number;
  readonly headerVersion: number;
  /** Digest of the file with that sequence. */
  readonly digest: string;
}

/** What to remember of a file that was verified. */
export function pinOf({ header, last, digest }: SealedFile): Pin {
  const { file, owner, version } = header.content;
  return { file, owner, sequence: last.content.sequence, headerVersion: version, digest };
}
