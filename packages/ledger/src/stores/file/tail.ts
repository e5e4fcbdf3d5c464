import { existsSync, fstatSync, statSync, writeSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { failure, type LogIdentity, type Row, StoreError, type TornTail, type Turn } from "../../store.ts";
import { cutBack } from "./files.ts";
import { Intruded, fileOf, type OpenFile, refuseAnother, refuseSecond } from "./intruder.ts";
import { modes, packedFile, segmentFile } from "./layout.ts";
import { upToHole } from "./hole.ts";
import { bytesOf, lineOf, rowOf } from "./line.ts";
import { linesOf, packedLinesOf } from "./lines.ts";
import { syncFolder } from "./sync.ts";
import { codeOf } from "./system-error.ts";
import { setAside, untold } from "./torn-tail.ts";

/** The end of the log as one writer knows it: where the next line goes. Only for the one who holds the lock. */
export class Tail {
  readonly #folder: string;
  readonly #segmentSize: number;
  /** The segment that is being filled, by its first number. */
  #first = 0;
  #path: string;
  #seq = 0;
  /** Bytes of whole lines in it. */
  #offset = 0;
  /** 0: not looked at yet, or not there. */
  #inode = 0;
  /** Held open for as long as `#inode` is remembered: a file system gives the number of a file that is gone to another. */
  #seen: FileHandle | undefined;
  #own: (OpenFile & { readonly handle: FileHandle }) | undefined;
  /** Whether the disk is known to have the lines before `#offset`, and their file's name. */
  #synced = { lines: true, name: false };
  /** A torn tail that was moved aside and is not in the log yet. */
  #torn: TornTail | undefined;
  #looked = false;

  constructor(folder: string, { segmentSize }: LogIdentity) {
    this.#folder = folder;
    this.#segmentSize = segmentSize;
    this.#path = segmentFile(folder, 0);
  }

  /** Shows a turn what others wrote from `known` on, and moves aside what one of them did not live to finish. */
  async catchUp(known: number, turn: Turn): Promise<TornTail | undefined> {
    await this.#readAll(known, turn);
    // one who moved it aside may not have lived to say so
    if (!this.#looked) this.#torn ??= await untold(this.#folder, this.#seq);
    this.#looked = true;
    return this.#torn;
  }

  /** Whether what is appended next goes to this segment. */
  isIn(first: number): boolean {
    return first === this.#first;
  }

  async #readAll(known: number, turn: Turn): Promise<void> {
    if (known !== this.#seq) await this.#standAt(known);
    for (;;) {
      // one call for both: another writer may have gone on, or put another file here (see `conceal`)
      const found = statSync(this.#path, { throwIfNoEntry: false });
      if (found === undefined && !existsSync(packedFile(this.#folder, this.#first))) return;
      if (found === undefined) await this.#readPacked(turn);
      else {
        if (found.ino !== this.#inode) await this.#find();
        if (found.size < this.#offset) throw damaged(`${this.#path} is shorter than what was written to it`);
        if (found.size > this.#offset) await this.#readOn(found.size, turn);
      }
      if (this.#room > 0) return;
      await this.#sync();
      await this.#standAt(this.#seq);
    }
  }

  /**
   * Writes rows behind the last one and makes them durable, with all that was read. They go no further than the segment.
   * When that fails, it is cut back to where it was.
   */
  async append(rows: readonly Row[]): Promise<void> {
    if (rows.length > this.#room) throw new Error("a turn ends where its segment ends");
    const [path, length] = [this.#path, this.#offset];
    try {
      if (rows.length > 0) {
        this.#own ??= await this.#openOwn();
        refuseAnother(this.#own, path, length);
        await this.#write(rows, this.#own);
      }
      await this.#sync();
      this.#torn = undefined;
    } catch (error) {
      try {
        // behind what another wrote in spite of the lock, nothing more is cut
        if (rows.length > 0 && !(error instanceof Intruded))
          await cutBack(path, length, Buffer.byteLength(rows.map(lineOf).join("")));
      } finally {
        await this.forget();
      }
      throw error;
    }
  }

  /** Looks at everything anew the next time. */
  async forget(): Promise<void> {
    await this.#standAt(-1);
  }

  get #room(): number {
    return this.#first + this.#segmentSize - this.#seq;
  }

  async #standAt(seq: number): Promise<void> {
    await this.#letGo();
    [this.#seq, this.#first] = [seq, seq - (seq % this.#segmentSize)];
    this.#path = segmentFile(this.#folder, this.#first);
    [this.#offset, this.#inode] = [0, 0];
    this.#synced = { lines: true, name: false };
  }

  /** The byte behind the last known line, in a file that was not looked at before. */
  async #find(): Promise<void> {
    await this.#letGo();
    this.#inode = 0;
    this.#synced = { lines: true, name: false };
    this.#seen = await open(this.#path, "r");
    let missing = this.#seq - this.#first;
    this.#offset = 0;
    for await (const { lines, end } of linesOf(this.#path, 0)) {
      if (missing === 0) break;
      const some = lines.slice(0, missing);
      missing -= some.length;
      this.#offset = missing === 0 ? this.#offset + bytesOf(some) : end;
    }
    if (missing > 0) throw damaged(`${this.#path} lacks ${missing} lines that were there`);
    this.#inode = fstatSync(this.#seen.fd).ino;
  }

  async #letGo(): Promise<void> {
    const held = [this.#seen, this.#own?.handle];
    [this.#seen, this.#own] = [undefined, undefined];
    for (const one of held) await one?.close();
  }

  async #readOn(size: number, turn: Turn): Promise<void> {
    this.#synced.lines = false;
    for await (const { lines, end } of upToHole(linesOf(this.#path, this.#offset), this.#offset)) {
      this.#see(lines, end, turn);
    }
    if (size <= this.#offset) return;
    this.#torn = await setAside(this.#path, { from: this.#offset, to: size, seq: this.#seq });
  }

  async #readPacked(turn: Turn): Promise<void> {
    let skip = this.#seq - this.#first;
    for await (const { lines } of packedLinesOf(packedFile(this.#folder, this.#first))) {
      const rest = lines.slice(skip);
      skip = Math.max(skip - lines.length, 0);
      if (rest.length > 0) this.#see(rest, 0, turn);
    }
    if (this.#room > 0) throw damaged(`${packedFile(this.#folder, this.#first)} is not full`);
  }

  #see(lines: readonly string[], end: number, turn: Turn): void {
    if (lines.length > this.#room) throw damaged(`${this.#path} has more lines than a segment`);
    turn.see(lines.map(rowOf));
    this.#seq += lines.length;
    this.#offset = end;
  }

  /** Lines of somebody who was ended before he waited for the disk can be read, and can still go with the power. */
  async #sync(): Promise<void> {
    const file = this.#own?.handle ?? this.#seen;
    if (file === undefined) return;
    try {
      if (!this.#synced.lines) await file.datasync();
      if (!this.#synced.name) await syncFolder(this.#folder);
    } catch (error) {
      // the kernel may have dropped the pages or written them: nobody can tell any more
      throw new StoreError(failure("fate-unknown", codeOf(error)));
    }
    this.#synced = { lines: true, name: true };
  }

  async #openOwn(): Promise<OpenFile & { readonly handle: FileHandle }> {
    const handle = await open(this.#path, "a+", modes.file);
    return { handle, ...fileOf(handle.fd) };
  }

  async #write(rows: readonly Row[], own: OpenFile): Promise<void> {
    const bytes = Buffer.from(rows.map(lineOf).join(""));
    // into the page cache, which takes less time than asking another thread to; the disk is waited for elsewhere
    for (let at = 0; at < bytes.length;) at += writeSync(own.fd, bytes, at);
    const written = { path: this.#path, offset: this.#offset, bytes };
    // at once: of what came behind another's, only as much as now is known to be ours
    refuseSecond(own, written);
    this.#synced.lines = false;
    await this.#sync();
    // somebody who came in between did not know of these lines, and these of his
    refuseSecond(own, written);
    this.#inode = own.ino;
    this.#offset += bytes.length;
    this.#seq += rows.length;
  }
}

function damaged(detail: string): StoreError {
  return new StoreError(failure("damaged", detail));
}
