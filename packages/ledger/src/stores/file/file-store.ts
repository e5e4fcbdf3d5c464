import {
  failure,
  type Failure,
  type LogIdentity,
  type Outcome,
  type Row,
  type Seal,
  type Store,
  type Turn,
} from "../../store.ts";
import { makeFolder, readIdentity, writeIdentity } from "./identity.ts";
import { segmentFile } from "./layout.ts";
import { addSeals, readSeals } from "./seal-file.ts";
import { conceal, lostSegment, packFull, readSegments, sweep } from "./segments.ts";
import { failureOf, storeErrorOf } from "./system-error.ts";
import { Tail } from "./tail.ts";
import { openWriteLock, type WriteLock } from "./write-lock.ts";

export interface FileStoreOptions {
  /** Made with mode 0700 if it is not there, its files with 0600. On a local file system: locks have to work. */
  readonly folder: string;
  /** Full segments are compressed with zstd. */
  readonly compress?: boolean;
  /** How long to wait for other writers, in milliseconds; 10,000 otherwise. */
  readonly waitMs?: number;
}

/** A log in a folder: one JSON line for each entry, one file for each segment, one write and one fsync for each batch. */
export function fileStore({ folder, compress = false, waitMs = 10_000 }: FileStoreOptions): Store {
  let lock: WriteLock | undefined;
  let log: LogIdentity | undefined;
  let tail: Tail | undefined;
  let looked = false;

  async function locked<T extends Outcome>(work: () => Promise<T>): Promise<T | Failure> {
    lock ??= await openWriteLock(folder);
    const taken = await lock.take(waitMs);
    if (!taken.ok) return taken;
    try {
      return await work();
    } catch (error) {
      return failureOf(error);
    } finally {
      lock.release();
    }
  }

  async function take(known: number, turn: Turn): Promise<Outcome> {
    if (log === undefined || tail === undefined) throw new Error("the store is not open");
    if (!looked) {
      await sweep(folder);
      const lost = await lostSegment(folder, log, known, await readSeals(folder));
      if (lost !== undefined) return failure("damaged", lost);
    }
    looked = true;
    const torn = await tail.catchUp(known, turn);
    const change = turn.decide(torn);
    if ("damaged" in change) return failure("damaged", change.damaged);
    await tail.append(change.rows);
    if (change.conceal !== undefined) await conceal(folder, log, change.conceal);
    if (change.seals.length > 0) await settle(log, change.seals);
    return { ok: true };
  }

  /** The entries are durable already: what fails here is done again by the next who opens the log. */
  async function settle(log: LogIdentity, seals: Parameters<typeof addSeals>[1]): Promise<void> {
    try {
      await addSeals(folder, seals);
      if (compress) await packFull(folder, log, ((seals.at(-1)?.at ?? -1) + 1) * log.segmentSize);
    } catch (error) {
      failureOf(error);
    }
  }

  async function found(wish: LogIdentity): Promise<{ readonly ok: true; readonly log: LogIdentity } | Failure> {
    const there = await readIdentity(folder);
    if (there !== undefined) return there;
    await makeFolder(folder);
    return await locked(async () => {
      const meanwhile = await readIdentity(folder);
      if (meanwhile !== undefined) return meanwhile;
      await writeIdentity(folder, wish);
      return { ok: true, log: wish };
    });
  }

  return {
    async open(wish) {
      try {
        const opened = await found(wish);
        if (opened.ok) [log, tail] = [opened.log, new Tail(folder, opened.log)];
        return opened;
      } catch (error) {
        return failureOf(error);
      }
    },
    change: (known, begin) => locked(() => take(known, begin())),
    async seals(): Promise<readonly Seal[]> {
      try {
        return await readSeals(folder);
      } catch (error) {
        throw storeErrorOf(error);
      }
    },
    async *read(from, to): AsyncGenerator<readonly Row[]> {
      if (log === undefined) throw new Error("the store is not open");
      try {
        yield* readSegments(folder, log, from, to);
      } catch (error) {
        throw storeErrorOf(error);
      }
    },
    place(position) {
      const first = position - (position % (log?.segmentSize ?? 1));
      return `${segmentFile(folder, first)}:${position - first + 1}`;
    },
    async close() {
      await tail?.forget();
      lock?.close();
    },
  };
}
