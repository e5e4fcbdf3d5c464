import canonicalize from "canonicalize";
import { entryHash, isHash } from "../../hash.ts";
import type { Row } from "../../store.ts";

/** A line of a segment is JSON, so that `jq` reads it: `{"hash":...,"entry":...}`, and `"opened"` where something is private. */
export function lineOf({ hash, entry, opened }: Row): string {
  const tail = opened === undefined ? "" : `,"opened":${opened}`;
  return `{"hash":"${hash}","entry":${entry}${tail}}\n`;
}

const start = '{"hash":"';
const middle = '","entry":';
const hashEnd = start.length + 64;
const entryStart = hashEnd + middle.length;

/**
 * The row that a line holds, its entry as the very bytes that lie there. A line that is none becomes a row that no
 * hash fits, so that whoever checks rows finds it in its place.
 */
export function rowOf(line: string): Row {
  const hash = line.slice(start.length, hashEnd);
  const isOurs = line.startsWith(start) && line.startsWith(middle, hashEnd) && line.endsWith("}") && isHash(hash);
  if (!isOurs) return noRow(line);
  // data may hold the same text: only then, and where something is private, is the line parsed as a whole
  const opened = line.includes(opener) ? openedOf(line) : undefined;
  if (opened === undefined) return { hash, entry: line.slice(entryStart, -1), opened };
  const tail = `${opener}${opened}}`;
  return line.endsWith(tail) ? { hash, entry: line.slice(entryStart, -tail.length), opened } : noRow(line);
}

const opener = ',"opened":';

function openedOf(line: string): string | undefined {
  try {
    const { opened } = JSON.parse(line) as { opened?: unknown };
    return opened === undefined ? undefined : canonicalize(opened);
  } catch {
    return undefined;
  }
}

function noRow(line: string): Row {
  return { hash: "", entry: line, opened: undefined };
}

/** Whether a line is what its hash is over. */
export function isSound(line: string): boolean {
  const { hash, entry } = rowOf(line);
  return hash !== "" && entryHash(entry) === hash;
}

/** With their ends. */
export function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}
