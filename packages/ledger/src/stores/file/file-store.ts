import {
  type Change,
  failure,
  type Failure,
  type Found,
  type LogIdentity,
  type Outcome,
  type Row,
  type Store,
  type Turn,
} from "../../store.ts";
import { concealedSegment } from "./concealed-segment.ts";
import { isOurs, makeFolder, readIdentity, writeIdentity } from "./identity.ts";
import { segmentFile } from "./layout.ts";
import { addSeals, readSeals } from "./seal-file.ts";
import { lostSegment, packFull, readSegments, sweep, syncSegments } from "./segments.ts";
import { passReadOnly } from "./sync.ts";
import { failureOf, rethrow } from "./system-error.ts";
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

/**
 * A log in a folder: one JSON line for each entry, one file for each segment, one write and one fsync for each batch.
 * Throws a RangeError on a `waitMs` that is no time.
 */
export function fileStore({ folder, compress = false, waitMs = 10_000 }: FileStoreOptions): Store {
  if (!Number.isFinite(waitMs) || waitMs < 0) throw new RangeError("waitMs is a number of milliseconds, from 0");
  let lock: WriteLock | undefined;
  let found: LogIdentity | undefined;
  let end: Tail | undefined;
  let looked = false;

  function theLog(): LogIdentity {
    if (found === undefined) throw new Error("the store is not open");
    return found;
  }

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
    const [log, tail] = [theLog(), (end ??= new Tail(folder, theLog()))];
    if (!looked) {
      await sweep(folder);
      const lost = await lostSegment(folder, log, known);
      if (lost !== undefined) return failure("damaged", `${lost} is missing`);
    }
    looked = true;
    const torn = await tail.catchUp(known, turn);
    const change = turn.decide(torn);
    if ("damaged" in change) return failure("damaged", change.damaged);
    const { rows, seals, conceal } = change;
    // what another did not live to remove may hold the value still
    if (conceal !== undefined) await sweep(folder);
    const copy = conceal && (await concealedSegment(folder, log, conceal, (first) => (tail.isIn(first) ? rows : [])));
    if (conceal !== undefined && copy === undefined) return failure("already-redacted", `entry ${conceal.seq}`);
    try {
      await tail.append(rows);
    } catch (error) {
      await copy?.drop();
      throw error;
    }
    await copy?.take();
    if (seals.length > 0) await settle(log, seals);
    return { ok: true };
  }

  /** The entries are durable already: what fails here is done again by the next who opens the log. */
  async function settle(log: LogIdentity, seals: Change["seals"]): Promise<void> {
    try {
      await addSeals(folder, seals);
      if (compress) await packFull(folder, log, ((seals.at(-1)?.at ?? -1) + 1) * log.segmentSize);
    } catch (error) {
      failureOf(error);
    }
  }

  async function findOrMake(wish: LogIdentity): Promise<Found> {
    const there = await readIdentity(folder, isOurs);
    if (there !== undefined) return there;
    await makeFolder(folder);
    return await locked(async () => {
      const meanwhile = await readIdentity(folder, isOurs);
      if (meanwhile !== undefined) return meanwhile;
      await writeIdentity(folder, wish);
      return { ok: true, log: wish };
    });
  }

  async function remembered(find: () => Promise<Found>): Promise<Found> {
    try {
      const opened = await find();
      if (opened.ok) found = opened.log;
      return opened;
    } catch (error) {
      return failureOf(error);
    }
  }

  return {
    open: (wish) => remembered(() => findOrMake(wish)),
    look: () => remembered(async () => (await readIdentity(folder)) ?? failure("no-log", folder)),
    change: (known, begin) => locked(() => take(known, begin())),
    seals: () => readSeals(folder).catch(rethrow),
    async *read(from, to): AsyncGenerator<readonly Row[]> {
      try {
        yield* readSegments(folder, theLog(), from, to);
      } catch (error) {
        rethrow(error);
      }
    },
    vouch: (from) => syncSegments(folder, theLog(), from).catch(passReadOnly).catch(rethrow),
    place(position) {
      const first = position - (position % theLog().segmentSize);
      return `${segmentFile(folder, first)}:${position - first + 1}`;
    },
    async close() {
      await end?.forget();
      lock?.close();
    },
  };
}
