import { isBytes, isCount, isListOf, isName, isObject, isTime } from "./shape.ts";

/** What whoever edited a file says about all of it, and signs. */
export interface LastLine {
  readonly file: string;
  /** Rises by one with each edit. */
  readonly sequence: number;
  /** Digests of the files before: none for the first, two after a merge. */
  readonly previous: readonly string[];
  /** Name of the editor. */
  readonly by: string;
  /** When, by the editor's clock: `2026-11-21T20:00:00Z`. For people; nothing is decided by it. */
  readonly at: string;
  /** Digest of all lines above. */
  readonly lines: string;
}

export const isLastLine = isObject({
  file: isBytes(16),
  sequence: isCount,
  previous: isListOf(isBytes(32), 2),
  by: isName,
  at: isTime,
  lines: isBytes(32),
});
