import { fstatSync, ftruncateSync, readSync, statSync } from "node:fs";
import { failure, StoreError } from "../../store.ts";

/**
 * Somebody wrote while we held the lock. The kernel drops a process's POSIX locks on a file when the process closes any
 * descriptor of it (fcntl(2)), so a process that copies its own ledger's folder unlocks it. The order in which appends
 * reach a file says who was first; the other one takes its own back, so that the chain stays whole.
 */
export class Intruded extends StoreError {}

/** Before a write: whether the file still ends where this turn saw its end, and is still the one at this path. */
export function refuseAnother(fd: number, path: string, offset: number): void {
  const { size, ino } = fstatSync(fd);
  if (size === offset && statSync(path, { throwIfNoEntry: false })?.ino === ino) return;
  throw new Intruded(failure("busy", `another wrote to ${path} in spite of the lock`));
}

/** After a write: whether the lines stand where they have to. Those that came behind another's are cut off again. */
export function refuseSecond(
  fd: number,
  { path, offset, bytes }: { readonly path: string; readonly offset: number; readonly bytes: Buffer },
): void {
  const { size } = fstatSync(fd);
  if (size === offset + bytes.length || isAt(fd, offset, bytes)) return;
  const own = size - bytes.length;
  if (!isAt(fd, own, bytes)) {
    throw new Intruded(failure("fate-unknown", `another writes to ${path} in spite of the lock`));
  }
  ftruncateSync(fd, own);
  throw new Intruded(failure("busy", `another wrote to ${path} in spite of the lock`));
}

function isAt(fd: number, offset: number, bytes: Buffer): boolean {
  const found = Buffer.alloc(bytes.length);
  return offset >= 0 && readSync(fd, found, 0, found.length, offset) === found.length && found.equals(bytes);
}
