import { fstatSync, ftruncateSync, readSync, statSync } from "node:fs";
import { failure, StoreError } from "../../store.ts";

/**
 * Somebody wrote while we held the lock. The kernel drops a process's POSIX locks on a file when the process closes any
 * descriptor of it (fcntl(2)), so a process that copies its own ledger's folder unlocks it. The order in which appends
 * reach a file says who was first; the other one takes its own back, so that the chain stays whole.
 */
export class Intruded extends StoreError {}

/** A file that is open for writing. */
export interface OpenFile {
  readonly fd: number;
  readonly ino: number;
}

export function fileOf(fd: number): OpenFile {
  return { fd, ino: fstatSync(fd).ino };
}

/** Before a write: whether the file still ends where this turn saw its end, and is still the one at this path. */
export function refuseAnother({ ino }: OpenFile, path: string, offset: number): void {
  const there = lookAt(path);
  if (there.size !== offset || there.ino !== ino) throw another(path);
}

/** After a write: whether the lines stand where they have to. Those that came behind another's are cut off again. */
export function refuseSecond(
  { fd, ino }: OpenFile,
  { path, offset, bytes }: { readonly path: string; readonly offset: number; readonly bytes: Buffer },
): void {
  const there = lookAt(path);
  if (there.ino === ino && there.size === offset + bytes.length) return;
  const { size } = fstatSync(fd);
  const isFirst = size === offset + bytes.length || isAt(fd, offset, bytes);
  if (isFirst && there.ino === ino) return;
  const own = size - bytes.length;
  // in a file that another replaced meanwhile, or between others: nobody knows what becomes of them
  if (isFirst || !isAt(fd, own, bytes)) {
    throw new Intruded(failure("fate-unknown", `another writes to ${path} in spite of the lock`));
  }
  ftruncateSync(fd, own);
  throw another(path);
}

/**
 * For what is made from a file and then takes its place, or lets it be removed: the answer is to be called right before
 * that. It throws when the file is another one than now, or did not grow by just so many bytes.
 */
export function refuseChanged(path: string): (grown?: number) => void {
  const before = lookAt(path);
  return (grown = 0) => {
    const now = lookAt(path);
    if (now.ino !== before.ino || now.size !== before.size + grown) throw another(path);
  };
}

function lookAt(path: string): { readonly ino: number; readonly size: number } {
  return statSync(path, { throwIfNoEntry: false }) ?? { ino: 0, size: 0 };
}

function isAt(fd: number, offset: number, bytes: Buffer): boolean {
  const found = Buffer.alloc(bytes.length);
  return offset >= 0 && readSync(fd, found, 0, found.length, offset) === found.length && found.equals(bytes);
}

function another(path: string): Intruded {
  return new Intruded(failure("busy", `another wrote to ${path} in spite of the lock`));
}
