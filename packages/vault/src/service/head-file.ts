import type { KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Head, type Ledger, verifySignedHead } from "@secondlock/ledger";
import { replaceFile } from "../disk/replace-file.ts";
import { accept, type Outcome, refuse } from "../outcome.ts";

/** Keeps the newest head of the log in a file, at most one a second. */
export interface HeadFile {
  /** Something was written to the log. */
  changed(): void;
  /** Writes what is not written yet. */
  settle(): Promise<void>;
  /** Writes it now. Refuses with `head-not-kept`; `detail` is the code of the system's error. */
  keep(): Promise<Outcome<undefined, "head-not-kept">>;
}

interface Parts {
  readonly path: string;
  readonly ledger: Pick<Ledger, "sign">;
  /** Ed25519. */
  readonly secretKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Is told the code of a system's error when the head cannot be written. */
  readonly failed: (code: string) => void;
}

/** Milliseconds. What is cut off the log and off the database within this time is not seen at the next start. */
const pause = 1_000;

export function headFile({ path, ledger, secretKey, publicKey, failed }: Parts): HeadFile {
  let timer: NodeJS.Timeout | undefined;
  let before: Promise<void> = Promise.resolve();

  async function keep(): Promise<Outcome<undefined, "head-not-kept">> {
    const now = await ledger.sign(secretKey);
    if (!now.ok) return refuse("head-not-kept", now.reason);
    const kept = await readHead(path, publicKey);
    // another process of the same confirmer was quicker
    if (kept.ok && kept.value !== undefined && kept.value.size >= now.signed.head.size) return accept(undefined);
    const written = await replaceFile(path, `${JSON.stringify(now.signed)}\n`, 0o600);
    return written.ok ? written : refuse("head-not-kept", written.detail);
  }

  async function write(): Promise<void> {
    const kept = await keep();
    if (!kept.ok) failed(kept.detail ?? kept.reason);
  }

  function start(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    before = before.then(write);
    return before;
  }

  return {
    keep,
    changed() {
      timer ??= setTimeout(() => void start(), pause);
    },
    async settle() {
      if (timer !== undefined) await start();
      await before;
    },
  };
}

/** The head that was kept; undefined: none was. Refuses with `bad-head` for what this key did not sign, and `unreadable`. */
export async function readHead(
  path: string,
  publicKey: KeyObject,
): Promise<Outcome<Head | undefined, "bad-head" | "unreadable">> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    return code === "ENOENT" ? accept(undefined) : refuse("unreadable", `${path}: ${code}`);
  }
  const verified = verifySignedHead(text, publicKey);
  return verified.ok ? accept(verified.head) : refuse("bad-head", `${path}: ${verified.reason}`);
}
